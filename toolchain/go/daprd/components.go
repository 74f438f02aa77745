// The components this daprd knows. main.go beside it is derived from Dapr (../derived.json): upstream's list is a
// package of its own that brings some 130 of them.
package main

import (
	streams "caravan/toolchain/daprd/streams"

	configurationredis "github.com/dapr/components-contrib/configuration/redis"
	"github.com/dapr/components-contrib/nameresolution/kubernetes"
	secretkubernetes "github.com/dapr/components-contrib/secretstores/kubernetes"
	stateredis "github.com/dapr/components-contrib/state/redis"
	configurationLoader "github.com/dapr/dapr/pkg/components/configuration"
	nrLoader "github.com/dapr/dapr/pkg/components/nameresolution"
	pubsubLoader "github.com/dapr/dapr/pkg/components/pubsub"
	secretstoresLoader "github.com/dapr/dapr/pkg/components/secretstores"
	stateLoader "github.com/dapr/dapr/pkg/components/state"
)

func init() {
	configurationLoader.DefaultRegistry.RegisterComponent(configurationredis.NewRedisConfigurationStore, "redis")
	nrLoader.DefaultRegistry.RegisterComponent(kubernetes.NewResolver, "kubernetes")
	pubsubLoader.DefaultRegistry.RegisterComponent(streams.NewRedisStreams, "redis")
	secretstoresLoader.DefaultRegistry.RegisterComponent(secretkubernetes.NewKubernetesSecretStore, "kubernetes")
	stateLoader.DefaultRegistry.RegisterComponent(stateredis.NewRedisStateStore, "redis")
}
