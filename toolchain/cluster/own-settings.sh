# Sourced by node.sh, in the node's own mount namespace: own_settings FOLDER
# The kubelet and the daemons set some of the kernel's settings, and these hold for the whole machine, not for a namespace. The node sees files
# of its own in their place, with what the kubelet wants (setupKernelTunables in its sources): the machine's stay as they are, so there is
# nothing to put back, whatever the node dies of.
own_settings() {
  local setting file
  for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
    kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
    file=$1/${setting%%=*}
    [ -e "/proc/sys/${setting%%=*}" ] || continue
    mkdir -p "${file%/*}" && echo "${setting#*=}" > "$file" && mount --bind "$file" "/proc/sys/${setting%%=*}" || return 1
  done
}
