// Package ui serves the web page of Alertmanager's last release that carries it as Go code. The page of the release
// that is built here is written in Elm, whose packages no registry has; both speak the same API.
package ui

import (
	"net/http"
	"path"

	"github.com/prometheus/common/route"

	"caravan/toolchain-observe/alertmanager/asset"
)

// Register takes the place of the function of this name in github.com/prometheus/alertmanager/ui.
func Register(router *route.Router) {
	files := http.FileServer(asset.Assets)
	serve := func(file func(*http.Request) string) http.HandlerFunc {
		return func(reply http.ResponseWriter, request *http.Request) {
			reply.Header().Set("Cache-Control", "no-cache, no-store, must-revalidate")
			request.URL.Path = path.Join("/static", file(request))
			if request.URL.Path == "/static" {
				request.URL.Path = "/static/"
			}
			files.ServeHTTP(reply, request)
		}
	}
	fixed := func(name string) http.HandlerFunc {
		return serve(func(*http.Request) string { return name })
	}
	router.Get("/", fixed("/"))
	router.Get("/script.js", fixed("/script.js"))
	router.Get("/favicon.ico", fixed("/favicon.ico"))
	router.Get("/lib/*path", serve(func(request *http.Request) string {
		return path.Join("/lib", route.Param(request.Context(), "path"))
	}))
}
