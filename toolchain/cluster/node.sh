#!/usr/bin/env bash
# The node of the embedded cluster: one tree of processes in its own mount, PID, network, UTS, IPC and cgroup namespaces.
#   node.sh launch RUN   outside: joins the node's cgroups, makes the namespaces, becomes unshare(1)
#   node.sh init RUN     inside: PID 1; when it dies the kernel ends every container and daemon and drops every mount, every iptables
#                        rule and the network namespace with it. So stopping the node is one kill.
# toolchain/src/cluster/node.ts calls it with all names and addresses in CARAVAN_* variables; RUN is the run directory, and also
# how a later command finds the processes of this node again.
set -uo pipefail
RUN=$2 LOG=$2/log
. "$(dirname "$(readlink -f "$0")")/own-settings.sh"
export PATH=$CARAVAN_BIN:$PATH:/usr/sbin:/sbin
unset KUBECONFIG HTTP_PROXY HTTPS_PROXY http_proxy https_proxy NO_PROXY no_proxy ALL_PROXY all_proxy

if [ "$1" = launch ]; then
  while read -r directory; do echo $$ > "$directory/cgroup.procs" || exit 1; done < "$RUN/cgroups"
  exec unshare -m -p -n -u -i -C --fork --kill-child=KILL --mount-proc --propagation private bash "$0" init "$RUN"
fi

# --- the node's own view of the file system ---------------------------------------------------------
mount --make-rshared /
hostname "$CARAVAN_NODE_NAME"
umount -R -l /sys                                          # the host's cgroup mounts would confuse runc and cAdvisor
mount -t sysfs sysfs /sys                                  # shows this network namespace, not the host's
if [ "$CARAVAN_CGROUP_VERSION" = 2 ]; then
  mount -t cgroup2 cgroup2 /sys/fs/cgroup                  # rooted at our own cgroup by the cgroup namespace
  mkdir -p /sys/fs/cgroup/daemons                          # a cgroup with children that have limits may hold no process itself
  while read -r pid; do echo "$pid" > /sys/fs/cgroup/daemons/cgroup.procs; done < /sys/fs/cgroup/cgroup.procs 2>/dev/null
  sed -e 's/^/+/; s/ / +/g' /sys/fs/cgroup/cgroup.controllers > /sys/fs/cgroup/cgroup.subtree_control
else
  mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
  for controller in cpu cpuacct cpuset memory devices freezer blkio pids systemd; do  # the kubelet insists on every line of /proc/self/cgroup
    options=$controller; [ $controller = systemd ] && options=none,name=systemd
    mkdir -p /sys/fs/cgroup/$controller && mount -t cgroup -o $options cgroup /sys/fs/cgroup/$controller || rmdir /sys/fs/cgroup/$controller
  done
fi
own_settings "$RUN/settings" || { echo "node.sh: the kernel's settings cannot be kept apart from the machine's"; exit 1; }
mount -t tmpfs -o mode=755 run /run; mkdir -p /run/lock /run/netns /run/containerd
mkdir -p "$RUN"/{varlib,varlog,cni,etcd}
mount --bind "$RUN/varlib" /var/lib                        # kubelet's and CNI's fixed paths land in the run directory
mount --bind "$RUN/varlog" /var/log
: > "$RUN/resolv.conf"                                     # pods never see the host's resolver

# --- network ----------------------------------------------------------------------------------------
for _ in $(seq 300); do ip link show eth0 >/dev/null 2>&1 && break; sleep 0.05; done
ip link set lo up; ip addr add "$CARAVAN_NODE_ADDRESS/24" dev eth0; ip link set eth0 up
ip route add "$CARAVAN_SERVICE_RANGE" dev eth0 src "$CARAVAN_NODE_ADDRESS"   # ClusterIPs need a route before kube-proxy's DNAT in OUTPUT
                                                           # sees them. No default route: nothing leaves the node.
sysctl -qw net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1 net.ipv4.ip_local_port_range="20000 60999" \
  net.ipv4.tcp_tw_reuse=1 net.core.somaxconn=4096 2>>"$LOG/sysctl.log"
cat > "$RUN/cni/10-caravan.conflist" <<J
{"cniVersion": "1.0.0", "name": "caravan", "plugins": [
 {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": false, "hairpinMode": true, "promiscMode": false,
  "ipam": {"type": "host-local", "ranges": [[{"subnet": "$CARAVAN_POD_RANGE"}]], "routes": [{"dst": "0.0.0.0/0"}], "dataDir": "/run/cni-ipam"}},
 {"type": "portmap", "capabilities": {"portMappings": true}}]}
J

# --- configuration files ----------------------------------------------------------------------------
cat > "$RUN/containerd.toml" <<T
version = 3
root = "$CARAVAN_CONTAINERD"
state = "/run/containerd"
oom_score = 0
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.blockfile", "io.containerd.snapshotter.v1.erofs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.nri.v1.nri"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
  [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = "$CARAVAN_PAUSE_IMAGE"
[plugins."io.containerd.cri.v1.runtime"]
  restrict_oom_score_adj = true      # a host without CAP_SYS_RESOURCE: a negative score would kill runc ("final child's PID ... EOF")
  stats_collect_period = "10s"        # every second by default: a twentieth of two cores at rest, for a figure that is scraped every 15 s
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = ["$CARAVAN_BIN"]
    conf_dir = "$RUN/cni"
  [plugins."io.containerd.cri.v1.runtime".containerd]
    default_runtime_name = "runc"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
        BinaryName = "$(command -v runc)"
        SystemdCgroup = false
T
cat > "$RUN/kubelet.yaml" <<Y
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
failCgroupV1: false
cgroupDriver: cgroupfs
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
clusterDomain: cluster.local
clusterDNS: ["$CARAVAN_DNS_ADDRESS"]
resolvConf: $RUN/resolv.conf
volumePluginDir: $RUN/volumeplugins
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $RUN/pki/ca.crt}}
authorization: {mode: Webhook}
failSwapOn: false
oomScoreAdj: 0
enforceNodeAllocatable: []
imageGCHighThresholdPercent: 100
imageMinimumGCAge: 240h
evictionHard: {memory.available: "50Mi"}
containerLogMaxSize: 5Mi
containerLogMaxFiles: 2
serializeImagePulls: false
maxPods: 110
registryPullQPS: 0
eventRecordQPS: 0
kubeAPIQPS: 100
kubeAPIBurst: 200
nodeStatusUpdateFrequency: 5s
syncFrequency: 10s
Y
cat > "$RUN/kube-proxy.yaml" <<Y
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clientConnection: {kubeconfig: $RUN/kubeconfig}
clusterCIDR: $CARAVAN_POD_RANGE
hostnameOverride: $CARAVAN_NODE_NAME
bindAddress: $CARAVAN_NODE_ADDRESS
oomScoreAdj: 0
conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
iptables: {minSyncPeriod: 100ms}
Y

# --- daemons ----------------------------------------------------------------------------------------
daemon() { # NAME COMMAND...: starts it, and again whenever it ends
  local name=$1; shift
  while :; do "$@" >> "$LOG/$name.log" 2>&1; echo "node.sh: $name ended with $?, starting it again" >> "$LOG/$name.log"; sleep 1; done &
}
kubeconfig="--kubeconfig=$RUN/kubeconfig"
daemon etcd etcd --data-dir "$RUN/etcd" --unsafe-no-fsync --log-level warn --listen-client-urls http://127.0.0.1:2379 \
  --advertise-client-urls http://127.0.0.1:2379 --listen-peer-urls http://127.0.0.1:2380
daemon apiserver kube-apiserver --etcd-servers=http://127.0.0.1:2379 --bind-address=0.0.0.0 --secure-port=6443 \
  --advertise-address="$CARAVAN_NODE_ADDRESS" --service-cluster-ip-range="$CARAVAN_SERVICE_RANGE" --service-node-port-range=80-32767 \
  --allow-privileged=true --authorization-mode=RBAC \
  --tls-cert-file="$RUN/pki/apiserver.crt" --tls-private-key-file="$RUN/pki/apiserver.key" --client-ca-file="$RUN/pki/ca.crt" \
  --kubelet-client-certificate="$RUN/pki/admin.crt" --kubelet-client-key="$RUN/pki/admin.key" --kubelet-preferred-address-types=InternalIP \
  --service-account-issuer=https://kubernetes.default.svc.cluster.local --service-account-key-file="$RUN/pki/sa.pub" \
  --requestheader-client-ca-file="$RUN/pki/front-proxy-ca.crt" --requestheader-allowed-names=front-proxy-client \
  --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group --requestheader-extra-headers-prefix=X-Remote-Extra- \
  --proxy-client-cert-file="$RUN/pki/front-proxy.crt" --proxy-client-key-file="$RUN/pki/front-proxy.key" \
  --service-account-signing-key-file="$RUN/pki/sa.key" --cert-dir="$RUN/pki" --profiling=false
daemon containerd containerd --config "$RUN/containerd.toml"
until [ -e "$RUN/api-ready" ]; do sleep 0.05; done         # node.ts watches the API server and says when
daemon controller-manager kube-controller-manager "$kubeconfig" --leader-elect=false --bind-address=127.0.0.1 \
  --service-account-private-key-file="$RUN/pki/sa.key" --root-ca-file="$RUN/pki/ca.crt" --cluster-cidr="$CARAVAN_POD_RANGE" \
  --cluster-signing-cert-file="$RUN/pki/ca.crt" --cluster-signing-key-file="$RUN/pki/ca.key" --use-service-account-credentials=false
daemon scheduler kube-scheduler "$kubeconfig" --leader-elect=false --bind-address=127.0.0.1
daemon kube-proxy kube-proxy --config="$RUN/kube-proxy.yaml"
until [ -e "$RUN/images-ready" ]; do sleep 0.05; done      # the pause image, and nothing left of the last boot's containers
daemon kubelet kubelet --config="$RUN/kubelet.yaml" "$kubeconfig" --root-dir=/var/lib/kubelet --cert-dir="$RUN/pki/kubelet" \
  --hostname-override="$CARAVAN_NODE_NAME" --node-ip="$CARAVAN_NODE_ADDRESS"
trap 'exit 0' TERM INT
while :; do wait -n 2>/dev/null; sleep 1; done             # bash reaps orphans; the node lives until it is killed
