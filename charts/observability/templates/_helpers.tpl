{{/* Labels of every object of a component: (list $ "jaeger"). */}}
{{- define "observability.labels" -}}
{{- $root := index . 0 -}}
app: {{ index . 1 }}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/part-of: caravan
app.kubernetes.io/component: observability
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ $root.Chart.Name }}-{{ $root.Chart.Version }}
{{- end }}

{{/* Metadata of an object: (list $ "jaeger"). */}}
{{- define "observability.metadata" -}}
name: {{ index . 1 }}
namespace: {{ (index . 0).Release.Namespace }}
labels:
  {{- include "observability.labels" . | nindent 2 }}
{{- end }}

{{/* Labels of a component's pods; nothing here is a member of the mesh unless its template says so. */}}
{{- define "observability.podLabels" -}}
app: {{ . }}
app.kubernetes.io/name: {{ . }}
app.kubernetes.io/part-of: caravan
app.kubernetes.io/component: observability
{{- end }}

{{- define "observability.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "observability.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "observability.image" -}}
image: "{{ .repository }}:{{ .tag }}"
imagePullPolicy: {{ .pullPolicy | default "IfNotPresent" }}
{{- end }}

{{/* Service of one component: (list $ "jaeger" (dict "http" 16686)). */}}
{{- define "observability.service" -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "observability.metadata" . | nindent 2 }}
spec:
  selector: { app: {{ index . 1 }} }
  ports:
    {{- range $name, $port := index . 2 }}
    - { name: {{ $name }}, port: {{ $port }}, targetPort: {{ $port }} }
    {{- end }}
{{- end }}

{{/* Volume that outlives the pod: (list $ "jaeger" "2Gi"). */}}
{{- define "observability.claim" -}}
{{- $root := index . 0 -}}
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  {{- include "observability.metadata" . | nindent 2 }}
  annotations: { helm.sh/resource-policy: keep }
spec:
  accessModes: [ReadWriteOnce]
  {{- with $root.Values.storageClassName }}
  storageClassName: {{ . }}
  {{- end }}
  resources:
    requests:
      storage: {{ index . 2 }}
{{- end }}

{{/* How long after its time a sample can be asked for: a scrape takes its time. */}}
{{- define "observability.visibleAfter" -}}
5s
{{- end }}
