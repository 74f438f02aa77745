{{/* Labels of every object. Call with (dict "root" $ "store" "mariadb"). */}}
{{- define "data.labels" -}}
app: {{ .store }}
app.kubernetes.io/name: {{ .store }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/part-of: caravan
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* Security context of a store's pod. Call with the store's values. */}}
{{- define "data.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: {{ .userId }}
runAsGroup: {{ .userId }}
fsGroup: {{ .userId }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "data.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Spec of a volume that outlives the pod. Call with (dict "root" $ "size" "2Gi"). */}}
{{- define "data.claim" -}}
accessModes: [ReadWriteOnce]
{{- with .root.Values.storageClassName }}
storageClassName: {{ . }}
{{- end }}
resources:
  requests:
    storage: {{ .size }}
{{- end }}

{{/* SQL that makes a user, or gives it the password of the Secret. Call with its name. */}}
{{- define "data.user" -}}
CREATE USER IF NOT EXISTS '{{ . }}'@'%' ACCOUNT LOCK;
EXECUTE IMMEDIATE CONCAT("ALTER USER '{{ . }}'@'%' IDENTIFIED BY '", TRIM(TRAILING '\n' FROM LOAD_FILE('/run/secrets/mariadb/{{ replace "_" "-" . }}-password')), "' ACCOUNT UNLOCK");
{{- end }}

{{/* Rights on a table: (list rights database table user). Of one that is not there yet nothing is granted without CREATE, which is taken back at once. */}}
{{- define "data.grant" -}}
GRANT {{ index . 0 }}, CREATE ON `{{ index . 1 }}`.`{{ index . 2 }}` TO '{{ index . 3 }}'@'%';
REVOKE CREATE ON `{{ index . 1 }}`.`{{ index . 2 }}` FROM '{{ index . 3 }}'@'%';
{{- end }}
