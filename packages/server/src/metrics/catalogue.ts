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
    help: 'Time to make a response; what a device asked to be held for is not counted in.',
    labels: {
      http_request_method: 'GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, _OTHER',
      http_route: 'the routes of the service; empty for a path that is none',
      http_response_status_code: 'the statuses of the service',
    },
  },
  polls: {
    name: 'linkpin_polls_total',
    type: 'counter',
    help: 'Polls of devices, by whether they were answered at once or asked the store.',
    labels: { protocol: 'plex, oauth', answered: 'at_once, read' },
  },
  holds: {
    name: 'linkpin_hold_duration_seconds',
    type: 'histogram',
    help: 'How long polls were held, by what ended it.',
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
    help: 'Requests that are worked on now, those that are held not counted.',
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
    help: 'Codes that people entered, by what became of it; refused without a look when there were too many wrong ones.',
    labels: { outcome: 'right, wrong, refused' },
  },
  lookups: {
    name: 'linkpin_failed_lookups_total',
    type: 'counter',
    help: "Reads of pins that there are not, or that are not the reader's; refused when there were too many.",
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
    help: 'Time of a commit of SQLite, for all writes in it; with the sync to the disk or without.',
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
    help: 'Looks at what other replicas changed that got no answer.',
    labels: none,
  },
  lookAge: {
    name: 'linkpin_store_look_age_seconds',
    type: 'gauge',
    help: 'How old the last good look at what other replicas changed is.',
    labels: none,
    merging: 'max',
  },
  bell: {
    name: 'linkpin_store_bell_total',
    type: 'counter',
    help: 'Notifications to other replicas that something changed, and from them.',
    labels: { direction: 'rung, heard' },
  },
  webhooks: {
    name: 'linkpin_webhook_duration_seconds',
    type: 'histogram',
    help: 'Time until the receiver of webhooks answered, or did not.',
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
    help: 'Time until the mail server answered, or did not.',
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
    help: 'Serving threads whose numbers are in this answer: as they are now, or as they last were because the thread is silent.',
    labels: { state: 'answering, silent' },
    merging: 'max',
  },
  eventLoopTime: {
    name: 'nodejs_eventloop_time_seconds_total',
    type: 'counter',
    help: 'Time that the event loop of a thread has been in each state.',
    labels: { thread: 'the number of a serving thread', state: 'active, idle' },
  },
  eventLoopDelayP50: {
    name: 'nodejs_eventloop_delay_p50_seconds',
    type: 'gauge',
    help: 'How late the event loop of a thread was since the numbers were last asked for, half of the times.',
    labels: { thread: 'the number of a serving thread' },
  },
  eventLoopDelayP99: {
    name: 'nodejs_eventloop_delay_p99_seconds',
    type: 'gauge',
    help: 'How late the event loop of a thread was since the numbers were last asked for, 99 of 100 times at most.',
    labels: { thread: 'the number of a serving thread' },
  },
  eventLoopDelayMax: {
    name: 'nodejs_eventloop_delay_max_seconds',
    type: 'gauge',
    help: 'How late the event loop of a thread was since the numbers were last asked for, at most.',
    labels: { thread: 'the number of a serving thread' },
  },
  heap: {
    name: 'nodejs_heap_size_used_bytes',
    type: 'gauge',
    help: 'The heap of a thread that is in use.',
    labels: { thread: 'the number of a serving thread' },
  },
  cpu: {
    name: 'process_cpu_seconds_total',
    type: 'counter',
    help: 'Processor time of all threads of the process, user and system.',
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
    help: 'When the process was started, in seconds since the epoch.',
    labels: none,
    merging: 'max',
  },
};
