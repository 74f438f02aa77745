{{/*
The services of the shop, from their values, as YAML: `name`, `secrets`, `state`, `partners`, whether it has an API
and who calls it (routes/), and what it publishes, hears and gives up on (topics/, written by toolchain/src/checks/topics.test.ts).
*/}}
{{- define "components.services" -}}
{{- $services := list }}
{{- range $values := include "services.values" . | fromYamlArray }}
  {{- $topics := $.Files.Get (printf "topics/%s.json" $values.name) | default "{}" | fromJson }}
  {{- $service := dict "name" $values.name "secrets" ($values.secrets | default list) "state" ($values.state | default false) }}
  {{- $_ := set $service "partners" ($values.partners | default dict) }}
  {{- $routes := $.Files.Get (printf "routes/%s.json" $values.name) | default "[]" | fromJsonArray }}
  {{- $callers := list }}
  {{- range $routes }}{{ $callers = concat $callers (.callers | default list) }}{{ end }}
  {{- $_ := set $service "api" (not (empty $routes)) }}
  {{- $_ := set $service "callers" ($callers | uniq | sortAlpha) }}
  {{- range tuple "publishes" "hears" "deadLetters" }}{{ $_ := set $service . (get $topics . | default list) }}{{ end }}
  {{- $services = append $services $service }}
{{- end }}
{{- toYaml $services }}
{{- end }}

{{/* Scopes of a component: each app with its canary. (list app …) */}}
{{- define "components.scopes" -}}
scopes:
  {{- range . }}
  - {{ . }}
  - {{ . }}-canary
  {{- end }}
{{- end }}
