{{/* Host of a service inside the mesh. */}}
{{- define "service.host" -}}
{{ .Values.name }}.{{ .Release.Namespace }}.svc.{{ .Values.mesh.clusterDomain }}
{{- end }}

{{/* Mesh identity of a service of this namespace: (list $ "order"). */}}
{{- define "service.principal" -}}
{{- $root := index . 0 -}}
{{ $root.Values.mesh.trustDomain }}/ns/{{ $root.Release.Namespace }}/sa/{{ index . 1 }}
{{- end }}

{{/* The routes of the app's contract, as JSON; none for an app without an API. Written by toolchain/src/checks/routes.test.ts. */}}
{{- define "service.routes" -}}
{{ .Files.Get (printf "routes/%s.json" .Values.name) | default "[]" }}
{{- end }}

{{/*
The canary's weight now, out of 1000. Only `packages/mesh` moves it; what is rendered repeats what is live, so that an upgrade never
moves traffic. Without a cluster to look at, as in `helm template`, it is 0.
*/}}
{{- define "service.canaryWeight" -}}
{{- $weight := 0 -}}
{{- $live := lookup "networking.istio.io/v1" "VirtualService" .Release.Namespace .Values.name | default dict -}}
{{- range (dig "spec" "http" list $live) -}}
{{- range .route -}}
{{- if eq (dig "destination" "subset" "" .) "v2" -}}{{- $weight = int (.weight | default 0) -}}{{- end -}}
{{- end -}}
{{- end -}}
{{ $weight }}
{{- end }}

{{/* The split of every route between v1 and v2. */}}
{{- define "service.split" -}}
{{- $weight := include "service.canaryWeight" . | int -}}
- destination: { host: {{ include "service.host" . }}, subset: v1 }
  weight: {{ sub 1000 $weight }}
- destination: { host: {{ include "service.host" . }}, subset: v2 }
  weight: {{ $weight }}
{{- end }}
