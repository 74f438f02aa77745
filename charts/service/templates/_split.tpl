{{/*
The split of a service's routes between v1 and v2: (list $ name host). The canary's weight is that of the service's own VirtualService,
out of 1000. Only `packages/mesh` moves it; what is rendered repeats what is live, so that an upgrade never moves traffic. Without a
cluster to look at, as in `helm template`, it is 0. The chart of the mesh (mesh/istio) links to this file.
*/}}
{{- define "caravan.split" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $host := index . 2 -}}
{{- $weight := 0 -}}
{{- $live := lookup "networking.istio.io/v1" "VirtualService" $root.Release.Namespace $name | default dict -}}
{{- range (dig "spec" "http" list $live) -}}
{{- range .route -}}
{{- if eq (dig "destination" "subset" "" .) "v2" -}}{{- $weight = int (.weight | default 0) -}}{{- end -}}
{{- end -}}
{{- end -}}
- destination: { host: {{ $host }}, subset: v1 }
  weight: {{ sub 1000 $weight }}
- destination: { host: {{ $host }}, subset: v2 }
  weight: {{ $weight }}
{{- end }}
