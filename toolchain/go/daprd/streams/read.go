package redis

import "time"

// How long one read waits for an event. Upstream's waits for ever unless `readTimeout` is set, also when its subscription has
// ended: it keeps its connection. A sidecar whose app was not healthy a few times has none left then, to hear or to publish.
const longestRead = 2 * time.Second
