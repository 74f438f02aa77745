{{/* Name of this Deployment: <name>, or <name>-v2 for the canary. */}}
{{- define "service.workload" -}}
{{ .Values.name }}{{ if .Values.canary.enabled }}-v2{{ end }}
{{- end }}

{{/* v1, or v2 for the canary: the subset of the mesh. */}}
{{- define "service.version" -}}
{{ if .Values.canary.enabled }}v2{{ else }}v1{{ end }}
{{- end }}

{{/* Dapr app id. A canary has its own, or both would compete for events and for one Service. */}}
{{- define "service.appId" -}}
{{ .Values.name }}{{ if .Values.canary.enabled }}-canary{{ end }}
{{- end }}

{{/* Secret of the migration's database user. */}}
{{- define "service.migrationSecret" -}}
{{ .Values.migration.secret | default (printf "%s-database-migration" .Values.name) }}
{{- end }}

{{/* Labels of every object. Not for selectors: they change with the chart. */}}
{{- define "service.labels" -}}
app: {{ .Values.name }}
app.kubernetes.io/name: {{ .Values.name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/part-of: caravan
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* Labels that select the pods of this version. */}}
{{- define "service.selector" -}}
app: {{ .Values.name }}
version: {{ include "service.version" . }}
{{- end }}

{{/* What Pod Security "restricted" asks of a pod. */}}
{{- define "service.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: { type: RuntimeDefault }
# daprd listens on these: a connection to elsewhere, of istio's agent for example, that took one of them would keep it from starting again.
sysctls: [{ name: net.ipv4.ip_local_reserved_ports, value: 50001-50002 }]
{{- end }}

{{/* What Pod Security "restricted" asks of a container. */}}
{{- define "service.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: {{ not .Values.development }}
capabilities:
  drop: [ALL]
{{- end }}
