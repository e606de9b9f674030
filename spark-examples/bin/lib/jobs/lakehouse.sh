# Sourced by run-example: an Iceberg table that one team writes, one may read, and one may not. Each is a Spark
# application and a principal of its own.

steps=7
emulator_settings=emulator-of-lakehouse.yaml
principals=(flights-team analysts marketing)
job_jars=(iceberg/iceberg-spark-runtime.jar)

# The catalog is a folder of s3a://. Its files are read and written through S3A, as all files of Iceberg's HadoopFileIO.
table=lakehouse.airline.flights
flights_key=raw/flights.${flights##*.}
airports=s3a://$bucket/reference/airports.csv
arns=arn:aws:iam::$account:user
lake=(
  grant READ 'raw/*' "$arns/flights-team"
  grant READWRITE 'warehouse/airline/flights/*' "$arns/flights-team"
  grant READ 'warehouse/airline/flights/*' "$arns/analysts"
  grant READ 'reference/*' "$arns/analysts"
  grant READ 'reference/*' "$arns/marketing"
  upload "$flights_key" "$flights"
  upload reference/airports.csv "$here/data/airports.csv"
)

run_job() {
  local catalog=spark.sql.catalog.lakehouse
  job_options=(
    --jars "$target/${job_jars[0]}"
    --conf spark.sql.extensions=org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions
    --conf "$catalog=org.apache.iceberg.spark.SparkCatalog"
    --conf "$catalog.type=hadoop"
    --conf "$catalog.warehouse=s3a://$bucket/warehouse"
    --conf "$catalog.io-impl=org.apache.iceberg.hadoop.HadoopFileIO"
    --conf spark.sql.shuffle.partitions=2
    --driver-java-options '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'
  )
  headline "As flights-team, who may read raw/ and write the table: spark-submit LakehouseOwner"
  submit flights-team flights-team LakehouseOwner "s3a://$bucket/$flights_key" "$table" "$work/figures.txt"
  # Spark, S3A and Iceberg warn of every refusal at length. The applications print the refusals that they expect, and
  # their own failures; the logs have the rest.
  headline "As analysts, who may read the table: spark-submit LakehouseReader"
  EXAMPLE_TERMINAL=off submit analysts analysts LakehouseReader "$table" "$airports" "$work/figures.txt"
  headline "As marketing, who have no grant on the table: spark-submit LakehouseOutsider"
  EXAMPLE_TERMINAL=off submit marketing marketing LakehouseOutsider "$airports" "$table"
}

report() {
  local namespace=s3://$bucket/warehouse/airline/ owner=nothing
  # Spark 4 first asks whether the folder of the namespace exists. It is above the grant, and there is nothing in it yet.
  [[ $spark != 4.* ]] || owner="READ $namespace*"
  headline "What the emulator saw of the three teams"
  run main LakehouseReport "$control/emulator/journal" administrator \
    flights-team 2 "$owner" analysts 2 "WRITE ${namespace}flights/" marketing 1 "READ ${namespace}flights/"
}
