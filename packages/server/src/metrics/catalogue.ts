// The names, types and labels of all metrics of ours. docs/metrics.md has this table, and its test compares both.

/** How the values of several threads become one; by default they are added up. */
export type Merging = 'sum' | 'max' | 'first';

/** One metric. */
export interface MetricDescription {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Its labels, each with the values that it can have, in words. Each is a closed list: no client can add to it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly merging?: Merging;
}

/** What a metric is about. */
type Subject =
  | 'requests'
  | 'polls'
  | 'holds'
  | 'held'
  | 'inFlight'
  | 'pins'
  | 'timeToLink'
  | 'events'
  | 'codeAttempts'
  | 'lookups'
  | 'waitingWrites'
  | 'commits'
  | 'statements'
  | 'connections'
  | 'waitingForConnection'
  | 'looks'
  | 'failedLooks'
  | 'lookAge'
  | 'bell'
  | 'webhooks'
  | 'waitingWebhooks'
  | 'mails'
  | 'waitingMails'
  | 'threads'
  | 'eventLoopTime'
  | 'eventLoopDelayP50'
  | 'eventLoopDelayP99'
  | 'eventLoopDelayMax'
  | 'heap'
  | 'cpu'
  | 'memory'
  | 'startTime';

const none: MetricDescription['labels'] = {};

/** All metrics of ours, by what they are about. */
export const catalogue: Readonly<Record<Subject, MetricDescription>> = {
  requests: {
    name: 'http_server_request_duration_seconds',
    type: 'histogram',
    help: 'Time to make a response, without the time that a poll was held.',
    labels: {
      http_request_method: 'GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, _OTHER',
      http_route: 'the routes of the service; empty for a path that is none',
      http_response_status_code: 'the statuses of the service',
    },
  },
  polls: {
    name: 'linkpin_polls_total',
    type: 'counter',
    help: 'Polls of devices, by whether they were answered at once or read the store.',
    labels: { protocol: 'plex, oauth', answered: 'at_once, read' },
  },
  holds: {
    name: 'linkpin_hold_duration_seconds',
    type: 'histogram',
    help: 'How long polls were held, by what ended the wait.',
    labels: { end: 'changed, over, released, left' },
  },
  held: {
    name: 'linkpin_held',
    type: 'gauge',
    help: 'Polls and event streams that are held open now.',
    labels: none,
  },
  inFlight: {
    name: 'linkpin_requests_in_flight',
    type: 'gauge',
    help: 'Requests being processed now, without those that are held.',
    labels: none,
  },
  pins: {
    name: 'linkpin_pins',
    type: 'gauge',
    help: 'Pins in the store that are live.',
    labels: { state: 'pending' },
    merging: 'max',
  },
  timeToLink: {
    name: 'linkpin_time_to_link_seconds',
    type: 'histogram',
    help: 'Time from the request of a pin to its approval.',
    labels: { protocol: 'plex, oauth' },
  },
  events: {
    name: 'linkpin_events_total',
    type: 'counter',
    help: 'What happened, as in the audit log, when it was stored.',
    labels: { kind: 'the kinds of events' },
  },
  codeAttempts: {
    name: 'linkpin_code_attempts_total',
    type: 'counter',
    help: 'Codes that people entered, by outcome; refused without a look-up after too many wrong ones.',
    labels: { outcome: 'right, wrong, refused' },
  },
  lookups: {
    name: 'linkpin_failed_lookups_total',
    type: 'counter',
    help: 'Reads of pins that do not exist or belong to another client; refused after too many.',
    labels: { outcome: 'missed, refused' },
  },
  waitingWrites: {
    name: 'linkpin_store_waiting_writes',
    type: 'gauge',
    help: 'Writes that wait for their acknowledgement.',
    labels: none,
  },
  commits: {
    name: 'linkpin_store_commit_duration_seconds',
    type: 'histogram',
    help: 'Time of an SQLite commit, for all writes in it, with or without the sync to the disk.',
    labels: { synced: 'true, false' },
  },
  statements: {
    name: 'linkpin_store_statement_duration_seconds',
    type: 'histogram',
    help: 'Time until PostgreSQL answered a statement.',
    labels: none,
  },
  connections: {
    name: 'linkpin_store_connections',
    type: 'gauge',
    help: 'Open connections to PostgreSQL.',
    labels: none,
  },
  waitingForConnection: {
    name: 'linkpin_store_waiting_for_connection',
    type: 'gauge',
    help: 'Statements and transactions that wait for a connection to PostgreSQL.',
    labels: none,
  },
  looks: {
    name: 'linkpin_store_look_duration_seconds',
    type: 'histogram',
    help: 'Time of a look at what other replicas changed.',
    labels: none,
  },
  failedLooks: {
    name: 'linkpin_store_failed_looks_total',
    type: 'counter',
    help: 'Looks at what other replicas changed that failed.',
    labels: none,
  },
  lookAge: {
    name: 'linkpin_store_look_age_seconds',
    type: 'gauge',
    help: 'Age of the last successful look at what other replicas changed.',
    labels: none,
    merging: 'max',
  },
  bell: {
    name: 'linkpin_store_bell_total',
    type: 'counter',
    help: 'Notifications of changes to and from other replicas.',
    labels: { direction: 'rung, heard' },
  },
  webhooks: {
    name: 'linkpin_webhook_duration_seconds',
    type: 'histogram',
    help: 'Time until the receiver of webhooks answered or the attempt failed.',
    labels: { outcome: 'taken, refused, failed' },
  },
  waitingWebhooks: {
    name: 'linkpin_webhooks_waiting',
    type: 'gauge',
    help: 'Webhook messages in the store that wait to be sent.',
    labels: none,
    merging: 'max',
  },
  mails: {
    name: 'linkpin_mail_duration_seconds',
    type: 'histogram',
    help: 'Time until the mail server answered or the attempt failed.',
    labels: { outcome: 'sent, refused, later, failed' },
  },
  waitingMails: {
    name: 'linkpin_mails_waiting',
    type: 'gauge',
    help: 'Mails in the store that wait to be sent.',
    labels: none,
    merging: 'max',
  },
  threads: {
    name: 'linkpin_threads',
    type: 'gauge',
    help: 'Serving threads in this response: with current numbers, or with the last known ones because the thread is silent.',
    labels: { state: 'answering, silent' },
    merging: 'max',
  },
  eventLoopTime: {
    name: 'nodejs_eventloop_time_seconds_total',
    type: 'counter',
    help: "Time that a thread's event loop spent in each state.",
    labels: { thread: 'the number of a serving thread', state: 'active, idle' },
  },
  eventLoopDelayP50: {
    name: 'nodejs_eventloop_delay_p50_seconds',
    type: 'gauge',
    help: "Median delay of a thread's event loop since the last scrape.",
    labels: { thread: 'the number of a serving thread' },
  },
  eventLoopDelayP99: {
    name: 'nodejs_eventloop_delay_p99_seconds',
    type: 'gauge',
    help: "99th percentile of the delay of a thread's event loop since the last scrape.",
    labels: { thread: 'the number of a serving thread' },
  },
  eventLoopDelayMax: {
    name: 'nodejs_eventloop_delay_max_seconds',
    type: 'gauge',
    help: "Longest delay of a thread's event loop since the last scrape.",
    labels: { thread: 'the number of a serving thread' },
  },
  heap: {
    name: 'nodejs_heap_size_used_bytes',
    type: 'gauge',
    help: 'Heap in use by a thread.',
    labels: { thread: 'the number of a serving thread' },
  },
  cpu: {
    name: 'process_cpu_seconds_total',
    type: 'counter',
    help: 'CPU time of all threads of the process, user and system.',
    labels: none,
    merging: 'max',
  },
  memory: {
    name: 'process_resident_memory_bytes',
    type: 'gauge',
    help: 'Memory of the process.',
    labels: none,
    merging: 'max',
  },
  startTime: {
    name: 'process_start_time_seconds',
    type: 'gauge',
    help: 'Start time of the process, in seconds since the epoch.',
    labels: none,
    merging: 'max',
  },
};
