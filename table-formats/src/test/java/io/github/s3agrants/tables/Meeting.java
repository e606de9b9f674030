package io.github.s3agrants.tables;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/**
 * Statements that run at the same time: each waits, in the function {@code met(name, value)}, until
 * all have come there. The function is true. Its tasks find the meeting only by a static field.
 */
final class Meeting {
  private static volatile Meeting current = new Meeting(0);

  private final Set<String> here = ConcurrentHashMap.newKeySet();
  private final CountDownLatch all;

  private Meeting(int members) {
    this.all = new CountDownLatch(members);
  }

  /** The next meeting, of so many. */
  static void of(int members, SparkSession spark) {
    current = new Meeting(members);
    UDF2<String, Long, Boolean> met = (name, value) -> current.arrive(name);
    spark.udf().register("met", met, DataTypes.BooleanType);
  }

  private boolean arrive(String name) throws InterruptedException {
    if (here.add(name)) {
      all.countDown();
    }
    if (!all.await(100, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Only " + here + " came");
    }
    return true;
  }
}
