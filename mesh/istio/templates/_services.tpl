{{/* The values of the shop's own services, from the folder of values (services/), as a YAML list; components/ links to this file. */}}
{{- define "services.values" -}}
{{- $own := list }}
{{- range $file, $_ := .Files.Glob "services/*.yaml" }}
  {{- $values := $.Files.Get $file | fromYaml }}
  {{- if not (dig "partner" "enabled" false $values) }}{{ $own = append $own $values }}{{ end }}
{{- end }}
{{- toYaml $own }}
{{- end }}
