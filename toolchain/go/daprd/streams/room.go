package redis

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// How often a stream is looked at, while something is published to it.
	roomInterval = time.Second
	// What every consumer has finished stays this long, for people who look.
	keepFinished = time.Minute
	// Streams of dead letters are read by people, and never cut.
	deadLetterPrefix = "dead-letter."
)

// room keeps streams within their bound without ever cutting what a consumer has not finished: what all have finished
// is trimmed, and a stream that is full of unfinished entries takes no more. The publisher keeps those, and tries again.
type room struct {
	mu      sync.Mutex
	streams map[string]*streamRoom
}

type streamRoom struct {
	lookedAt time.Time
	full     error
}

// makeRoom reports an error when the stream takes no more entries at the moment.
func (r *redisStreams) makeRoom(ctx context.Context, stream string) error {
	if r.clientSettings.MaxLenApprox <= 0 {
		return nil
	}
	r.room.mu.Lock()
	state, known := r.room.streams[stream]
	if !known {
		state = &streamRoom{}
		r.room.streams[stream] = state
	}
	due := time.Since(state.lookedAt) >= roomInterval
	full := state.full
	if due {
		state.lookedAt = time.Now()
	}
	r.room.mu.Unlock()
	if !due {
		return full
	}

	full = r.trimAndMeasure(ctx, stream)
	r.room.mu.Lock()
	state.full = full
	r.room.mu.Unlock()
	return full
}

func (r *redisStreams) trimAndMeasure(ctx context.Context, stream string) error {
	groups, err := r.groupsOf(ctx, stream)
	if err != nil {
		return nil //nolint:nilerr // adding will tell what is wrong
	}
	if len(groups) == 0 && !strings.HasPrefix(stream, deadLetterPrefix) {
		// No app subscribes to these: the newest are kept for people who look.
		if err := r.client.DoWrite(ctx, "XTRIM", stream, "MAXLEN", "~", r.clientSettings.MaxLenApprox); err != nil {
			r.logger.Warnf("redis streams: %s cannot be trimmed: %v", stream, err)
		}
		return nil
	}
	if finished, ok := r.finishedBefore(ctx, stream, groups); ok {
		if err := r.client.DoWrite(ctx, "XTRIM", stream, "MINID", finished); err != nil {
			r.logger.Warnf("redis streams: %s cannot be trimmed: %v", stream, err)
		}
	}
	reply, err := r.client.DoRead(ctx, "XLEN", stream)
	if err != nil {
		return nil //nolint:nilerr // adding will tell what is wrong
	}
	if length, ok := reply.(int64); ok && length >= r.clientSettings.MaxLenApprox {
		return fmt.Errorf("stream %s is full: it holds %d entries, and a consumer has not finished them", stream, length)
	}
	return nil
}

// groupsOf gives what Redis tells of the stream's consumer groups; none of a stream that is not there yet.
func (r *redisStreams) groupsOf(ctx context.Context, stream string) ([]interface{}, error) {
	reply, err := r.client.DoRead(ctx, "XINFO", "GROUPS", stream)
	if err != nil && strings.Contains(err.Error(), "no such key") {
		return nil, nil
	}
	groups, _ := reply.([]interface{})
	return groups, err
}

// finishedBefore gives the id before which every consumer group has finished every entry. A stream of dead letters has no group.
func (r *redisStreams) finishedBefore(ctx context.Context, stream string, groups []interface{}) (string, bool) {
	if len(groups) == 0 {
		return "", false
	}
	before := entryID{milliseconds: uint64(time.Now().Add(-keepFinished).UnixMilli())}
	for _, group := range groups {
		fields := fieldsOf(group)
		last, ok := parseEntryID(fields["last-delivered-id"])
		if !ok {
			return "", false
		}
		if pending, _ := strconv.ParseInt(fields["pending"], 10, 64); pending > 0 {
			reply, err := r.client.DoRead(ctx, "XPENDING", stream, fields["name"])
			summary, isList := reply.([]interface{})
			if err != nil || !isList || len(summary) < 2 {
				return "", false
			}
			if first, ok := parseEntryID(fmt.Sprint(summary[1])); ok && first.less(last) {
				last = first
			}
		}
		if last.less(before) {
			before = last
		}
	}
	return before.String(), true
}

// fieldsOf reads a group's fields, which come as a map or as a list of names and values.
func fieldsOf(group interface{}) map[string]string {
	fields := map[string]string{}
	switch group := group.(type) {
	case map[interface{}]interface{}:
		for name, value := range group {
			fields[fmt.Sprint(name)] = fmt.Sprint(value)
		}
	case []interface{}:
		for i := 0; i+1 < len(group); i += 2 {
			fields[fmt.Sprint(group[i])] = fmt.Sprint(group[i+1])
		}
	}
	return fields
}

// entryID is the id of an entry of a stream.
type entryID struct{ milliseconds, number uint64 }

func parseEntryID(text string) (entryID, bool) {
	first, second, _ := strings.Cut(text, "-")
	milliseconds, err := strconv.ParseUint(first, 10, 64)
	if err != nil {
		return entryID{}, false
	}
	number, _ := strconv.ParseUint(second, 10, 64)
	return entryID{milliseconds, number}, true
}

func (id entryID) less(other entryID) bool {
	return id.milliseconds < other.milliseconds ||
		(id.milliseconds == other.milliseconds && id.number < other.number)
}

func (id entryID) String() string { return fmt.Sprintf("%d-%d", id.milliseconds, id.number) }
