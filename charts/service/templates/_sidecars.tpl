{{/* Dapr's sidecar. */}}
{{- define "service.daprAnnotations" -}}
dapr.io/enabled: "true"
dapr.io/app-id: {{ include "service.appId" . | quote }}
dapr.io/app-port: "8081"
dapr.io/config: sidecar
# A sidecar container in the Kubernetes sense: it starts before the app and stops after it.
dapr.io/enable-native-sidecar: "true"
dapr.io/graceful-shutdown-seconds: "10"
# Events are delivered only to an app that is ready: one without its database would turn them into dead letters. Three failed
# probes end the deliveries; the retries of one event (components/templates/resiliency.yaml) last longer.
dapr.io/enable-app-health-check: "true"
dapr.io/app-health-check-path: /readyz
dapr.io/app-health-probe-interval: "2"
dapr.io/app-health-probe-timeout: "1900"
dapr.io/app-health-threshold: "3"
dapr.io/log-level: {{ .Values.dapr.logLevel | quote }}
dapr.io/log-as-json: "true"
dapr.io/enable-api-logging: "false"
# The default of 4 KiB refuses a request with large cookies.
dapr.io/read-buffer-size: 16Ki
dapr.io/max-body-size: 1Mi
# Secrets come from the component `secrets`, which is scoped; the built-in store is not.
dapr.io/disable-builtin-k8s-secret-store: "true"
dapr.io/volume-mounts: kubernetes-api:/var/run/secrets/kubernetes.io/serviceaccount
# Dapr's own Service of the pod is headless; hidden, or every Envoy would carry a listener per pod. Its ports are
# not named Istio's way, which does not matter then.
dapr.io/sidecar-svc-annotations: networking.istio.io/exportTo=~,galley.istio.io/analyze-suppress=IST0118
dapr.io/sidecar-seccomp-profile-type: RuntimeDefault
dapr.io/sidecar-cpu-request: {{ .Values.dapr.cpuRequest | quote }}
dapr.io/sidecar-memory-request: {{ printf "%dMi" (int .Values.dapr.memoryRequestMebibytes) | quote }}
dapr.io/sidecar-memory-limit: {{ printf "%dMi" (int .Values.dapr.memoryLimitMebibytes) | quote }}
dapr.io/env: {{ printf "GOMEMLIMIT=%dMiB,GOGC=400" (div (mul 9 (int .Values.dapr.memoryLimitMebibytes)) 10) | quote }}
{{- end }}

{{/* Istio's sidecar. 50002 is Dapr's own mutual TLS between sidecars, which Envoy must leave alone. */}}
{{- define "service.meshAnnotations" -}}
traffic.sidecar.istio.io/excludeInboundPorts: "50002"
traffic.sidecar.istio.io/excludeOutboundPorts: {{ append .Values.mesh.excludeOutboundPorts 50002 | join "," | quote }}
sidecar.istio.io/proxyCPU: {{ .Values.mesh.cpuRequest | quote }}
sidecar.istio.io/proxyMemory: {{ .Values.mesh.memoryRequest | quote }}
sidecar.istio.io/proxyMemoryLimit: {{ .Values.mesh.memoryLimit | quote }}
proxy.istio.io/config: {{ dict "concurrency" (int .Values.mesh.concurrency) | toJson | quote }}
kubectl.kubernetes.io/default-container: {{ .Values.name }}
{{- with .Values.mesh.partnersAuthority }}
sidecar.istio.io/userVolume: {{ dict "partners" (dict "secret" (dict "secretName" .)) | toJson | quote }}
sidecar.istio.io/userVolumeMount: {{ dict "partners" (dict "mountPath" "/etc/partners" "readOnly" true) | toJson | quote }}
{{- end }}
{{- end }}

{{/* The app's environment, which service-kit parses. */}}
{{- define "service.env" -}}
- { name: APP_ID, value: {{ .Values.name | quote }} }
- { name: APP_VERSION, value: {{ include "service.version" . }} }
- { name: PORT, value: "8080" }
- { name: SIDECAR_PORT, value: "8081" }
- { name: DAPR_HTTP_PORT, value: "3500" }
- { name: EVENTS, value: {{ ternary "on" "off" (and .Values.events (not .Values.canary.enabled)) | quote }} }
{{- if and (not .Values.canary.enabled) (include "service.hears" .) }}
- { name: MESH_URL, value: {{ printf "http://%s:8080" (include "service.host" .) | quote }} }
{{- end }}
- { name: LOG_LEVEL, value: {{ .Values.logLevel }} }
- { name: DRAIN_SECONDS, value: {{ .Values.drainSeconds | quote }} }
{{- with .Values.otlp.endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
- { name: TRACE_SLOW_MILLISECONDS, value: {{ $.Values.otlp.slowMilliseconds | quote }} }
{{- end }}
{{- if .Values.partner.enabled }}
- { name: TLS_PORT, value: {{ .Values.partner.tlsPort | quote }} }
{{- end }}
- { name: NODE_OPTIONS, value: {{ include "service.nodeOptions" . | quote }} }
{{- if .Values.weights.enabled }}
- { name: SHOP_NAMESPACE, value: {{ .Release.Namespace }} }
- { name: GATEWAY_NAMESPACE, value: {{ .Values.mesh.gateway.namespace }} }
- { name: ISTIOD_NAMESPACE, value: {{ .Values.weights.istiodNamespace }} }
{{- with .Values.weights.metrics }}
- { name: METRICS_URL, value: "http://{{ . }}:8428" }
{{- end }}
{{- end }}
{{- range $name, $value := omit .Values.env "NODE_OPTIONS" }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}

{{/* V8's sizes, and what `env` adds. */}}
{{- define "service.nodeOptions" -}}
--max-semi-space-size={{ .Values.heap.semiSpaceMebibytes }} --max-old-space-size-percentage={{ .Values.heap.percent }}
{{- with .Values.env.NODE_OPTIONS }} {{ . }}{{ end }}
{{- end }}
