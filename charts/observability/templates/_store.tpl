{{/* A store of metrics or logs: Deployment, Service and volume. */}}
{{- define "observability.store" }}
{{- $root := .root }}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "observability.metadata" (list $root .name) | nindent 2 }}
spec:
  replicas: 1
  strategy: { type: Recreate } # one writer per volume
  selector:
    matchLabels: { app: {{ .name }} }
  template:
    metadata:
      labels:
        {{- include "observability.podLabels" .name | nindent 8 }}
        sidecar.istio.io/inject: "false"
      annotations:
        prometheus.io/scrape: "true"
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext:
        {{- include "observability.podSecurityContext" $root | nindent 8 }}
      containers:
        - name: {{ .name }}
          {{- include "observability.image" .image | nindent 10 }}
          securityContext:
            {{- include "observability.containerSecurityContext" $root | nindent 12 }}
          args:
            - -storageDataPath=/data
            {{- toYaml .args | nindent 12 }}
          ports:
            - { name: http, containerPort: {{ .port }} }
          readinessProbe:
            httpGet: { path: /health, port: http }
            periodSeconds: 2
          resources:
            {{- toYaml .resources | nindent 12 }}
          volumeMounts:
            - { name: data, mountPath: /data }
            {{- if .config }}
            - { name: config, mountPath: /etc/metrics, readOnly: true }
            - { name: dashboards, mountPath: /etc/dashboards, readOnly: true }
            {{- end }}
      volumes:
        - name: data
          {{- if .storage }}
          persistentVolumeClaim: { claimName: {{ .name }} }
          {{- else }}
          emptyDir: { sizeLimit: 64Mi }
          {{- end }}
        {{- if .config }}
        - name: config
          configMap: { name: {{ .name }} }
        - name: dashboards
          configMap: { name: vmui-dashboards, optional: true }
        {{- end }}
---
{{ include "observability.service" (list $root .name (dict "http" .port)) }}
{{- if .storage }}
---
{{ include "observability.claim" (list $root .name .storage) }}
{{- end }}
{{- end }}
