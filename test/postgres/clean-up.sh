# Waits for the end of its input, then ends all programs whose working directory is in the folder $1, and removes it.
folder=$1
read -r _

programs() {
  find /proc/[0-9]*/cwd -maxdepth 0 \( -lname "$folder" -o -lname "$folder/*" \) 2>/dev/null | cut -d/ -f3
}

# TERM ends HAProxy and PgBouncer, QUIT ends PostgreSQL without a checkpoint; CONT because a test may have stopped one.
tries=0
while pids=$(programs) && [ -n "$pids" ]; do
  tries=$((tries + 1))
  if [ $tries -le 200 ]; then
    kill -TERM $pids
    kill -QUIT $pids
    kill -CONT $pids
  else
    kill -KILL $pids
  fi
  sleep 0.05
done 2>/dev/null

# A server that was killed has left its file, and in it, on the seventh line, the id of its shared memory.
for file in "$folder"/*/postmaster.pid; do
  [ -f "$file" ] && ipcrm -m "$(sed -n '7s/.* //p' "$file")"
done 2>/dev/null

tries=0
until rm -rf "$folder"; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || exit 1
  sleep 0.05
done 2>/dev/null
