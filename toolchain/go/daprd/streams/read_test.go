package redis

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/dapr/components-contrib/pubsub"
)

func TestAnEndedSubscriptionKeepsNoConnection(t *testing.T) {
	streams, watcher := open(t, nil), open(t, nil)
	waiting := func(connections string) func() bool {
		return func() bool {
			reply, _ := watcher.client.DoRead(context.Background(), "INFO", "clients")
			return strings.Contains(fmt.Sprint(reply), "blocked_clients:"+connections+"\r\n")
		}
	}
	eventually(t, "the other tests must have ended", waiting("0"))
	ctx, end := context.WithCancel(t.Context())
	ignore := func(context.Context, *pubsub.NewMessage) error { return nil }
	if err := streams.Subscribe(ctx, pubsub.SubscribeRequest{Topic: "ended"}, ignore); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it must wait for an event", waiting("1"))
	end()
	eventually(t, "it must not wait when it has ended", waiting("0"))
}
