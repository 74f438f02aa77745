{{/* Host of a service inside the mesh. */}}
{{- define "service.host" -}}
{{ .Values.name }}.{{ .Release.Namespace }}.svc.{{ .Values.mesh.clusterDomain }}
{{- end }}

{{/* Mesh identity of a service of this namespace: (list $ "order"). */}}
{{- define "service.principal" -}}
{{- $root := index . 0 -}}
{{ $root.Values.mesh.trustDomain }}/ns/{{ $root.Release.Namespace }}/sa/{{ index . 1 }}
{{- end }}

{{/* Mesh identity of what scrapes metrics. */}}
{{- define "service.collector" -}}
{{- with .Values.mesh.collector -}}
{{ $.Values.mesh.trustDomain }}/ns/{{ .namespace }}/sa/{{ .serviceAccount }}
{{- end }}
{{- end }}

{{/* Not empty for an app that hears events. What it hears is written by toolchain/src/checks/topics.test.ts (components/topics). */}}
{{- define "service.hears" -}}
{{- if .Values.events }}{{ (.Files.Get (printf "topics/%s.json" .Values.name) | default "{}" | fromJson).hears | default list | join "," }}{{ end }}
{{- end }}

{{/* The routes of the app's contract, as JSON; none for an app without an API. Written by toolchain/src/checks/routes.test.ts. */}}
{{- define "service.routes" -}}
{{ .Files.Get (printf "routes/%s.json" .Values.name) | default "[]" }}
{{- end }}
