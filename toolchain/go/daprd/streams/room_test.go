package redis

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	contribMetadata "github.com/dapr/components-contrib/metadata"
	"github.com/dapr/components-contrib/pubsub"
	"github.com/dapr/kit/logger"
)

// The address of a Redis of its own; toolchain/src/tools/streams.test.ts starts it.
var address = os.Getenv("STREAMS_TEST_REDIS")

func open(t *testing.T, properties map[string]string) *redisStreams {
	t.Helper()
	if address == "" {
		t.Skip("no Redis")
	}
	all := map[string]string{
		"redisHost": address, "consumerID": "order", "concurrency": "4", "maxLenApprox": "50",
		"processingTimeout": "500", "redeliverInterval": "100",
	}
	for name, value := range properties {
		all[name] = value
	}
	streams := NewRedisStreams(logger.NewLogger("test")).(*redisStreams)
	err := streams.Init(t.Context(), pubsub.Metadata{Base: contribMetadata.Base{Properties: all}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { streams.Close() })
	return streams
}

func publish(streams *redisStreams, topic string, data string) error {
	return streams.Publish(context.Background(), &pubsub.PublishRequest{Topic: topic, Data: []byte(data)})
}

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if condition() {
			return
		}
	}
	t.Fatal(what)
}

func length(t *testing.T, streams *redisStreams, topic string) int64 {
	t.Helper()
	reply, err := streams.client.DoRead(context.Background(), "XLEN", topic)
	if err != nil {
		t.Fatal(err)
	}
	return reply.(int64)
}

// Entries that are older than what is kept for people who look.
func addOld(t *testing.T, streams *redisStreams, topic string, count int) {
	t.Helper()
	start := time.Now().Add(-2 * keepFinished).UnixMilli()
	for i := range count {
		id := strconv.FormatInt(start+int64(i), 10)
		if err := streams.client.DoWrite(context.Background(), "XADD", topic, id, "data", fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFailedEventThatIsInNoDeadLetterComesAgain(t *testing.T) {
	streams := open(t, nil)
	var deliveries atomic.Int64
	err := streams.Subscribe(t.Context(), pubsub.SubscribeRequest{Topic: "again"}, func(context.Context, *pubsub.NewMessage) error {
		if deliveries.Add(1) < 3 {
			return errors.New("the dead letter could not be written")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := publish(streams, "again", "1"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it must be delivered until it is handled", func() bool { return deliveries.Load() >= 3 })
	eventually(t, "then it is acknowledged", func() bool {
		reply, _ := streams.client.DoRead(context.Background(), "XPENDING", "again", "order")
		summary, ok := reply.([]interface{})
		return ok && fmt.Sprint(summary[0]) == "0"
	})
}

func TestAFullStreamRefusesAndNothingUnreadIsCut(t *testing.T) {
	streams := open(t, nil)
	addOld(t, streams, "unread", 50)
	if err := streams.CreateConsumerGroup(t.Context(), "unread"); err != nil {
		t.Fatal(err)
	}
	if err := publish(streams, "unread", "one too many"); err == nil {
		t.Fatal("it must be refused while a consumer has read nothing")
	}
	if n := length(t, streams, "unread"); n != 50 {
		t.Fatalf("all 50 must be there, there are %d", n)
	}
	var seen atomic.Int64
	err := streams.Subscribe(t.Context(), pubsub.SubscribeRequest{Topic: "unread"}, func(context.Context, *pubsub.NewMessage) error {
		seen.Add(1)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "it must be taken once there is room", func() bool { return publish(streams, "unread", "next") == nil })
	eventually(t, "every entry must be delivered", func() bool { return seen.Load() >= 51 })
	if n := length(t, streams, "unread"); n > 3 {
		t.Fatalf("what all groups finished long ago must be trimmed, %d are left", n)
	}
}

func TestAStreamThatNobodyHearsKeepsTheNewest(t *testing.T) {
	streams := open(t, nil)
	addOld(t, streams, "unheard", 500)
	for range 3 {
		if err := publish(streams, "unheard", "next"); err != nil {
			t.Fatal(err)
		}
	}
	// Redis cuts whole nodes of 100 entries.
	if n := length(t, streams, "unheard"); n > 50+100+3 {
		t.Fatalf("%d entries are kept", n)
	}
}

func TestDeadLettersAreNeverCut(t *testing.T) {
	streams := open(t, nil)
	addOld(t, streams, "dead-letter.order", 50)
	if err := publish(streams, "dead-letter.order", "one too many"); err == nil {
		t.Fatal("it must be refused: the failed event stays pending")
	}
	if n := length(t, streams, "dead-letter.order"); n != 50 {
		t.Fatalf("all 50 must be there, there are %d", n)
	}
}

func TestTheSlowestConsumerDecidesWhatIsTrimmed(t *testing.T) {
	fast := open(t, nil)
	slow := open(t, map[string]string{"consumerID": "logistics"})
	addOld(t, fast, "two", 10)
	for _, streams := range []*redisStreams{fast, slow} {
		if err := streams.CreateConsumerGroup(t.Context(), "two"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := fast.client.XReadGroupResult(t.Context(), "order", "order", []string{"two", ">"}, 100, time.Second); err != nil {
		t.Fatal(err)
	}
	finished := func() (string, bool) {
		groups, err := fast.groupsOf(t.Context(), "two")
		if err != nil {
			t.Fatal(err)
		}
		return fast.finishedBefore(t.Context(), "two", groups)
	}
	before, ok := finished()
	if !ok || before != "0-0" {
		t.Fatalf("a consumer that has read nothing keeps everything, not %s", before)
	}
	if _, err := slow.client.XReadGroupResult(t.Context(), "logistics", "logistics", []string{"two", ">"}, 100, time.Second); err != nil {
		t.Fatal(err)
	}
	before, ok = finished()
	reply, _ := fast.client.DoRead(t.Context(), "XPENDING", "two", "logistics")
	first := fmt.Sprint(reply.([]interface{})[1])
	if !ok || before != first {
		t.Fatalf("what was read and not finished is kept: %s, not %s", first, before)
	}
}

func TestItStartsWhileRedisIsAway(t *testing.T) {
	if address == "" {
		t.Skip("no Redis")
	}
	streams := NewRedisStreams(logger.NewLogger("test")).(*redisStreams)
	properties := map[string]string{"redisHost": "127.0.0.1:1", "consumerID": "order", "redisMaxRetries": "-1"}
	if err := streams.Init(t.Context(), pubsub.Metadata{Base: contribMetadata.Base{Properties: properties}}); err != nil {
		t.Fatal(err)
	}
	defer streams.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	handler := func(context.Context, *pubsub.NewMessage) error { return nil }
	if err := streams.Subscribe(ctx, pubsub.SubscribeRequest{Topic: "later"}, handler); err != nil {
		t.Fatal(err)
	}
	if err := publish(streams, "later", "1"); err == nil {
		t.Fatal("publishing must fail")
	}
}
