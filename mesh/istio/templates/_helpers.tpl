{{- define "mesh.keys" -}}
{{ required "mesh/istio: set accessToken.keys to the public keys of access tokens, a JWK Set as JSON" .Values.accessToken.keys }}
{{- end }}

{{/*
The services of the shop, from their values and the routes of their contracts (routes/), as YAML. Each has `name`,
`host`, `pages`, `frontDoor`, and its public paths: `reads` (GET), `once` (writes under a key), `streams`, `callbacks`, and `others`:
all of these but callbacks, whatever the method, except where others than GET are for services alone. A path is { exact } or, from its
first parameter on, { prefix }; a stream is { regex }.
*/}}
{{- define "mesh.services" -}}
{{- $services := list }}
{{- range $values := include "services.values" . | fromYamlArray }}
  {{- $name := $values.name }}
  {{- $service := dict "name" $name "host" (printf "%s.%s.svc.%s" $name $.Release.Namespace $.Values.clusterDomain) }}
  {{- $_ := set $service "pages" ($values.pages | default false) }}
  {{- $_ := set $service "frontDoor" (merge dict ($values.frontDoor | default dict) $.Values.frontDoor) }}
  {{- range tuple "reads" "writes" "once" "streams" "callbacks" "inner" "others" }}{{ $_ := set $service . list }}{{ end }}
  {{- $routes := $.Files.Get (printf "routes/%s.json" $name) | default "[]" | fromJsonArray }}
  {{- range $values.publicPaths }}
    {{- $routes = append $routes (dict "method" "GET" "path" . "access" "public" "idempotent" false "stream" false) }}
  {{- end }}
  {{- with $values.pagesBelow }}
    {{- range $path := list . (print . "/{*}") }}{{ range $method := list "GET" "POST" }}
    {{- $routes = append $routes (dict "method" $method "path" $path "access" "public" "idempotent" false "stream" false) }}
  {{- end }}{{ end }}{{ end }}
  {{- range $routes }}
    {{- $prefix := regexFind "^[^{]*" .path }}
    {{- $match := ternary (dict "exact" .path) (dict "prefix" $prefix) (eq $prefix .path) }}
    {{- if eq .access "service" }}
      {{- $_ := set $service "inner" (append $service.inner $match) }}
    {{- else if eq .access "callback" }}
      {{- $_ := set $service "callbacks" (append $service.callbacks $match) }}
    {{- else if .stream }}
      {{- $_ := set $service "streams" (append $service.streams (dict "regex" (.path | replace "{*}" "[^/]+"))) }}
    {{- else if eq .method "GET" }}
      {{- $_ := set $service "reads" (append $service.reads $match) }}
    {{- else }}
      {{- $_ := set $service "writes" (append $service.writes $match) }}
      {{- if .idempotent }}{{ $_ := set $service "once" (append $service.once (merge (dict "method" .method) $match)) }}{{ end }}
    {{- end }}
  {{- end }}
  {{- range concat $service.reads $service.writes }}
    {{- if or (has . $service.writes) (not (has . $service.inner)) }}{{ $_ := set $service "others" (append $service.others .) }}{{ end }}
  {{- end }}
  {{- range tuple "reads" "once" "streams" "callbacks" "others" }}{{ $_ := set $service . (get $service . | uniq) }}{{ end }}
  {{- $services = append $services $service }}
{{- end }}
{{- toYaml $services }}
{{- end }}

{{/* Retries at the edge: (list timeout). One try gets a second less than all of them. */}}
{{- define "mesh.edgeRetries" -}}
attempts: 2
perTryTimeout: {{ sub (trimSuffix "s" . | int) 1 }}s
backoff: 25ms
retryOn: connect-failure,refused-stream,reset
{{- end }}

{{/* How a filter of the shop's gateway alone begins: (list $ name priority). Of two, the one with the lower priority is applied first. */}}
{{- define "mesh.gatewayFilter" -}}
{{- $root := index . 0 -}}
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata:
  name: {{ index . 1 }}
  namespace: {{ $root.Values.gateway.namespace }}
  annotations:
    # "EnvoyFilter exposes internal implementation details": known; there is no other way to say this.
    galley.istio.io/analyze-suppress: IST0133
spec:
  priority: {{ index . 2 }}
  workloadSelector:
    labels:
      istio: caravan-gateway
{{- end }}
