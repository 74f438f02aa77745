{{/* Labels of every object. */}}
{{- define "audit.labels" -}}
app: audit
app.kubernetes.io/name: audit
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: caravan
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}
