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

{{/* "EnvoyFilter exposes internal implementation details": there is no other way to say what these say. */}}
{{- define "mesh.knownInternals" }}{ galley.istio.io/analyze-suppress: IST0133 }{{ end }}

{{/* Where a patch applies: at the HTTP connection manager of Envoys in a context, or at one of its filters: (list context filter). */}}
{{- define "mesh.at" -}}
{ context: {{ first . }}, listener: { filterChain: { filter: { name: envoy.filters.network.http_connection_manager
{{- with index (append . "") 1 }}, subFilter: { name: envoy.filters.http.{{ . }} }{{ end }} } } } }
{{- end }}

{{/*
A patch by which Envoys remember verified tokens, each thread so many: (list $ context). Checking a signature costs more than all else that
they do for a small request. The time is checked each time, and keys that change begin with an empty memory. A merge replaces the provider
that Istio makes of the RequestAuthentication, so all of it stands here.
*/}}
{{- define "mesh.verifiedTokens" -}}
{{- $token := (index . 0).Files.Get "access-token.json" | fromJson -}}
- applyTo: HTTP_FILTER
  match: {{ include "mesh.at" (list (index . 1) "jwt_authn") }}
  patch:
    operation: MERGE
    value:
      name: envoy.filters.http.jwt_authn
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication
        providers:
          origins-0:
            issuer: {{ $token.issuer }}
            audiences: [{{ $token.audience }}]
            local_jwks: { inline_string: {{ include "mesh.keys" (index . 0) | quote }} }
            from_headers: [{ name: Authorization, value_prefix: "Bearer " }]
            forward: true
            payload_in_metadata: payload
            normalize_payload_in_metadata: { space_delimited_claims: [permission, scope] }
            claim_to_headers: {{ range $token.claims }}
              - { header_name: {{ .header }}, claim_name: {{ .claim }} }{{ end }}
            jwt_cache_config: { jwt_cache_size: 1000 }
{{- end }}

{{/* How a filter of the shop's gateway alone begins: (list $ name priority). Of two, the one with the lower priority is applied first. */}}
{{- define "mesh.gatewayFilter" -}}
{{- $root := index . 0 -}}
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata:
  name: {{ index . 1 }}
  namespace: {{ $root.Values.gateway.namespace }}
  annotations: {{ include "mesh.knownInternals" . }}
spec:
  priority: {{ index . 2 }}
  workloadSelector:
    labels:
      istio: caravan-gateway
{{- end }}
