{{/* What runs `migrate.js`: the spec of a Job. */}}
{{- define "service.migrationJob" -}}
backoffLimit: 5
activeDeadlineSeconds: {{ .Values.migration.timeoutSeconds }}
template:
  metadata:
    labels:
      app.kubernetes.io/name: {{ .Values.name }}
      app.kubernetes.io/component: migration
      app.kubernetes.io/part-of: caravan
      sidecar.istio.io/inject: "false"
    annotations:
      dapr.io/enabled: "false"
  spec:
    # The namespace's default account: the app's own does not exist before the first install.
    automountServiceAccountToken: false
    enableServiceLinks: false
    restartPolicy: Never
    securityContext:
      {{- include "service.podSecurityContext" . | nindent 6 }}
    containers:
      - name: migration
        image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
        imagePullPolicy: {{ .Values.image.pullPolicy }}
        command: [node, /app/migrate.js{{ if .scheduled }}, scheduled{{ end }}]
        securityContext:
          {{- include "service.containerSecurityContext" . | nindent 10 }}
        env:
          - { name: APP_ID, value: {{ .Values.name | quote }} }
          - { name: LOG_LEVEL, value: {{ .Values.logLevel }} }
          {{- with .Values.migration.heldBack }}
          - { name: MIGRATIONS_HELD_BACK, value: {{ join "," . | quote }} }
          {{- end }}
          {{- with .Values.migration.named }}
          - { name: MIGRATION, value: {{ . | quote }} }
          {{- end }}
          {{- range tuple "host" "port" "database" "username" "password" }}
          - name: DATABASE_{{ ternary "NAME" (upper .) (eq . "database") }}
            valueFrom:
              secretKeyRef: { name: {{ include "service.migrationSecret" $ }}, key: {{ . }} }
          {{- end }}
          {{- range $name, $value := .Values.migration.env }}
          - { name: {{ $name }}, value: {{ $value | quote }} }
          {{- end }}
          {{- range $name, $from := .Values.migration.secretEnv }}
          - name: {{ $name }}
            valueFrom:
              secretKeyRef: { name: {{ $from.secret }}, key: {{ $from.key }} }
          {{- end }}
        resources:
          {{- toYaml .Values.resources | nindent 10 }}
        volumeMounts:
          - name: tmp
            mountPath: /tmp
    volumes:
      - name: tmp
        emptyDir:
          sizeLimit: 64Mi
{{- end }}
