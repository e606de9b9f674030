# Sourced by run-example for --cluster: a Spark standalone cluster on loopback, with an executor on each of two Workers.
# Each of these is a JVM of its own. Spark's RPC is authenticated and encrypted. The driver vends for the executors.

readonly cluster_settings=$work/cluster.conf cluster_identity=$work/analyst
# What a JVM has unpacked there stays if it is killed, so it is a folder that clean_up removes.
readonly temporary="'-Djava.io.tmpdir=$work/spark-local'"

# What Master, Workers and driver read: conf/spark-defaults.conf with the plugin's lines uncommented, and a secret for
# this run. Only this user can read the file. A Worker passes the secret to its executor in the environment.
write_settings() {
  sed -E 's/^#(spark\.(plugins|authenticate|network\.crypto\.[a-zA-Z]+) )/\1/' "$root/conf/spark-defaults.conf"
  echo "spark.authenticate.secret $(random_key)"
  # The Master of Spark 4 does not start otherwise: submission by REST knows no authentication.
  echo "spark.master.rest.enabled false"
}

# The analyst's credentials, for the driver alone. They are not in its environment: Spark would copy them from there to
# fs.s3a.access.key and fs.s3a.secret.key, and send these to the executors.
write_identity() {
  echo "[default]"
  echo "aws_access_key_id = ${keys[analyst]}"
  echo "aws_secret_access_key = ${secrets[analyst]}"
}

# Starts a Master or Worker: its name, its class and its arguments.
start_daemon() {
  local name=$1
  shift
  SPARK_DAEMON_MEMORY=256m SPARK_DAEMON_JAVA_OPTS=$temporary EXAMPLE_LOG=$work/$name.log \
    start spark_class "$@" --host 127.0.0.1 --webui-port 0 --properties-file "$cluster_settings" \
    >"$work/$name.out" 2>&1
  servers+=("${children[-1]}")
  server_names+=("$name")
}

# Waits until the log of the Master has a text as often as given.
wait_for_master() {
  local text=$1 times=$2
  for ((i = 0; i < 1200; i++)); do
    [[ $(grep -c "$text" "$work/master.log" 2>/dev/null) -lt $times ]] || return 0
    require_servers
    sleep 0.1
  done
  fail "the cluster was not ready after 120 s: see master.log and worker-*.log in $work"
}

start_cluster() {
  mkdir -p "$work/spark-local"
  (umask 077 && write_settings >"$cluster_settings" && write_identity >"$cluster_identity")
  start_daemon master org.apache.spark.deploy.master.Master --port 0
  wait_for_master 'Starting Spark master at' 1
  master=$(sed -n 's|.*Starting Spark master at \(spark://[0-9.:]*\).*|\1|p' "$work/master.log")
  for worker in worker-0 worker-1; do
    start_daemon "$worker" org.apache.spark.deploy.worker.Worker \
      --port 0 --cores 1 --memory 1g --work-dir "$work/$worker" "$master"
  done
  wait_for_master 'Registering worker' 2
  echo "      cluster   $master, 2 Workers, RPC authenticated and encrypted; only the driver has an identity"
}

# Sets the options of spark-submit. Two partitions per executor, so that both take part, however little the data. The
# last three name each JVM in its requests' user agent.
cluster_options() {
  local log="'-Dexample.log=$work/executor-{{EXECUTOR_ID}}.log'"
  options=(
    --master "$master"
    --properties-file "$cluster_settings"
    --conf spark.cores.max=2
    --conf spark.executor.memory=512m
    --conf spark.scheduler.minRegisteredResourcesRatio=1
    --conf spark.sql.shuffle.partitions=4
    --conf spark.sql.adaptive.coalescePartitions.enabled=false
    --conf spark.hadoop.fs.s3a.accessgrants.credentials.provider=software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider
    --conf 'spark.hadoop.fs.s3a.user.agent.prefix=${example.process}'
    --conf "spark.driver.extraJavaOptions=-Dexample.process=driver $temporary"
    --conf "spark.executor.extraJavaOptions=-Dexample.process=executor-{{EXECUTOR_ID}} $log $temporary"
  )
}

# Prints the table that the plugin logs at the end of the application.
plugin_report() {
  echo "      What the driver's plugin logged: what each process used of which grant"
  sed -n '/S3 Access Grants in this application:/,/ GetDataAccess calls: /p' "$work/spark.log" | sed '1d; s/^/    /'
  echo
}

as() {
  shift
  AWS_SHARED_CREDENTIALS_FILE=$cluster_identity "$@"
}
