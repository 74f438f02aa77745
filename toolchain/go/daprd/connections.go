package main

import "net/http"

// An HTTPEndpoint's client is a clone of the default transport, which keeps two idle connections per host: from three
// calls at a time on, nearly each one would make a connection of its own, ask DNS for it and let Envoy open it. Dapr's
// channel to its own app keeps 64 for the same reason.
func init() {
	transport := http.DefaultTransport.(*http.Transport)
	transport.MaxIdleConns = 0
	transport.MaxIdleConnsPerHost = 64
}
