# Sourced by run-example: the job FlightDelays of an analyst, in one JVM or on a cluster.

steps=5
emulator_settings=emulator.yaml
principals=(analyst)
job_jars=()
job_options=()

flights_key=alice/flights.${flights##*.}
lake=(
  grant READ 'alice/*' "arn:aws:iam::$account:user/analyst"
  grant READWRITE 'bob/*' "arn:aws:iam::$account:user/analyst"
  no-grant 'carol/*'
  upload "$flights_key" "$flights"
  upload alice/airports.csv "$here/data/airports.csv"
  upload carol/salaries.csv "$here/data/salaries.csv"
)

run_job() {
  headline "As the analyst, whose own credentials may do nothing on S3: spark-submit FlightDelays"
  if [[ $cluster == true ]]; then
    start_cluster
    cluster_options
  fi
  submit analyst spark FlightDelays \
    "s3a://$bucket/$flights_key" "s3a://$bucket/alice/airports.csv" "s3a://$bucket/bob/delays" \
    "s3a://$bucket/alice/delays" "s3a://$bucket/carol/salaries.csv"
  rows=$(sed -n 's/^ *\([0-9,]*\) flights, [0-9,]* airports$/\1/p' "$work/spark.out")
  [[ -n $rows ]] || fail "the job did not say how many flights it read: see $work/spark.out"
}

report() {
  local caller=any
  headline "What the emulator saw of the analyst"
  if [[ $cluster == true ]]; then
    plugin_report
    caller=driver
  fi
  run main LakeReport "$control/emulator/journal" administrator "$rows" "$caller" \
    "WRITE s3://$bucket/alice/" "READ s3://$bucket/carol/"
}
