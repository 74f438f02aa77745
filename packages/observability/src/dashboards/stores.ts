import { type Dashboard, perSecond } from "./dashboard.ts";

/** MariaDB and Redis. */
export const stores: Dashboard = {
  name: "stores",
  title: "Data stores",
  rows: [
    {
      title: "Seen from the cluster",
      panels: [
        {
          title: "CPU",
          unit: "cores",
          queries: [
            {
              expr: 'sum by (pod) (rate(container_cpu_usage_seconds_total{namespace="shop-data"}[$__rate_interval]))',
              legend: "{{pod}}",
            },
          ],
        },
        {
          title: "Memory",
          unit: "bytes",
          queries: [
            {
              expr: 'sum by (pod) (container_memory_working_set_bytes{namespace="shop-data"})',
              legend: "{{pod}}",
            },
          ],
        },
      ],
    },
    {
      title: "MariaDB",
      panels: [
        {
          title: "Statements",
          unit: "per second",
          queries: [
            { expr: perSecond("mysql_global_status_questions"), legend: "all" },
            { expr: perSecond("mysql_global_status_slow_queries"), legend: "slow" },
          ],
        },
        {
          title: "Connections",
          unit: "count",
          queries: [
            { expr: "max(mysql_global_status_threads_connected)", legend: "open" },
            { expr: "max(mysql_global_status_threads_running)", legend: "running" },
            { expr: "max(mysql_global_variables_max_connections)", legend: "most" },
          ],
        },
        {
          title: "Waits for row locks, and deadlocks",
          unit: "per second",
          queries: [
            {
              expr: perSecond("mysql_global_status_innodb_row_lock_waits"),
              legend: "waits",
            },
            {
              expr: perSecond("mysql_global_status_innodb_deadlocks"),
              legend: "deadlocks",
            },
          ],
        },
        {
          title: "Pages read from the disk, of those asked for",
          unit: "percent",
          queries: [
            {
              expr: "100 * sum(rate(mysql_global_status_innodb_buffer_pool_reads[$__rate_interval])) / sum(rate(mysql_global_status_innodb_buffer_pool_read_requests[$__rate_interval]))",
              legend: "misses",
            },
          ],
        },
      ],
    },
    {
      title: "Redis",
      panels: [
        {
          title: "Commands",
          unit: "per second",
          queries: [{ expr: perSecond("redis_commands_processed_total"), legend: "all" }],
        },
        {
          title: "Data, and the most it may be",
          unit: "bytes",
          queries: [
            { expr: "max(redis_memory_used_bytes)", legend: "used" },
            { expr: "max(redis_memory_max_bytes)", legend: "most" },
          ],
        },
        {
          title: "Clients",
          unit: "count",
          queries: [
            { expr: "max(redis_connected_clients)", legend: "connected" },
            { expr: "max(redis_blocked_clients)", legend: "waiting for events" },
          ],
        },
        {
          title: "Keys given up for room, and ended",
          unit: "per second",
          queries: [
            { expr: perSecond("redis_evicted_keys_total"), legend: "given up" },
            { expr: perSecond("redis_expired_keys_total"), legend: "ended" },
          ],
        },
      ],
    },
    {
      title: "Seen from the apps",
      panels: [
        {
          title: "Changes that wait for a lock",
          unit: "count",
          queries: [{ expr: "sum by (app) (caravan_database_blocked_changes)", legend: "{{app}}" }],
        },
        {
          title: "Changes refused because of a lock",
          unit: "per second",
          queries: [
            {
              expr: perSecond("caravan_database_lock_refusals_total", "app"),
              legend: "{{app}}",
            },
          ],
        },
      ],
    },
  ],
};
