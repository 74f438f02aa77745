{{/*
Routes to an app, each split between v1 and v2 by the app's weights: (list name host gateway routes), the routes as a YAML list without
destinations, the gateway the one that the VirtualService is for. Each becomes two. The first hands over to the VirtualService
`<name>-weights`, which only `packages/mesh` writes: there is one while the app has a canary, and Istio leaves the route out when there is
none. The second, to v1 alone, is in force then. The `gateways` of the first change nothing; without them Istio warns that the
second is never used. The chart of the mesh (mesh/istio) links to this file.
*/}}
{{- define "caravan.split" -}}
{{- $name := index . 0 }}
{{- $host := index . 1 }}
{{- $gateways := list (index . 2) }}
{{- $routes := list }}
{{- range index . 3 | fromYamlArray }}
  {{- $matches := list }}
  {{- range .match | default (list dict) }}{{ $matches = append $matches (merge (dict "gateways" $gateways) .) }}{{ end }}
  {{- $routes = append $routes (merge (dict "match" $matches "delegate" (dict "name" (printf "%s-weights" $name))) .) }}
  {{- $routes = append $routes (merge (dict "route" (list (dict "destination" (dict "host" $host "subset" "v1")))) .) }}
{{- end }}
{{- toYaml $routes }}
{{- end }}
