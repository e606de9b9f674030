package io.github.s3agrants.model;

import io.github.s3agrants.fixture.TreeCalls;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * Draws random operations, which are the same for the same seed. Names come from a small alphabet
 * and half of them were used recently, so that operations affect each other. No operation makes the
 * directory itself a file, because a grant of everything below it does not allow that.
 */
final class TreeOperations {
  private static final List<String> NAMES =
      List.of("a", "a", "a", "b", "b", "c", "a b", "a%20b", "a%2Fb", "a+b", "a ", "日本-ü", "[a]*");
  private static final List<String> GLOBS =
      List.of("*", "a*", "*/*", "*/a", "a/*", "?", "{a,b}", "{a,b}/{a,c}", "[a-b]", "*/*/*", "a b");
  private static final List<FsAction> ACTIONS = List.of(FsAction.values());
  private static final int REMEMBERED = 10;

  private final Random random;
  private final File localFile;
  private final File localDirectory;
  private final List<String> recent = new ArrayList<>();
  private int written;

  TreeOperations(long seed, File localFile, File localDirectory) {
    this.random = new Random(seed);
    this.localFile = localFile;
    this.localDirectory = localDirectory;
  }

  List<TreeOperation> next(int count) {
    List<TreeOperation> operations = new ArrayList<>();
    while (operations.size() < count) {
      operations.add(next());
    }
    return operations;
  }

  private TreeOperation next() {
    int draw = random.nextInt(100);
    if (draw < 28) {
      return write();
    } else if (draw < 35) {
      String name = random.nextInt(8) == 0 ? "" : fresh();
      return operation("mkdirs", name, t -> t.fs.mkdirs(t.at(name)));
    } else if (draw < 50) {
      return rename();
    } else if (draw < 58) {
      return delete();
    } else if (draw < 76) {
      return look();
    } else if (draw < 91) {
      return list();
    }
    return rest();
  }

  private TreeOperation write() {
    String name = fresh();
    String text = "text " + ++written + "x".repeat(random.nextInt(20));
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> {
        return operation("create", name, t -> TreeCalls.write(t.fs.create(t.at(name), true), text));
      }
      case 3, 4 -> {
        return operation(
            "create, no overwrite",
            name,
            t -> TreeCalls.write(t.fs.create(t.at(name), false), text));
      }
      case 5 -> {
        boolean overwrite = random.nextBoolean();
        return operation(
            "createNonRecursive, overwrite " + overwrite,
            name,
            t ->
                TreeCalls.write(
                    t.fs.createNonRecursive(t.at(name), overwrite, 4096, (short) 1, 1 << 20, null),
                    text));
      }
      case 6 -> {
        return builder(name, text);
      }
      case 7 -> {
        return operation("createNewFile", name, t -> t.fs.createNewFile(t.at(name)));
      }
      case 8 -> {
        return operation("begin", name, t -> TreeCalls.begin(t, name, text));
      }
      case 9 -> {
        boolean complete = random.nextInt(4) > 0;
        return operation("end, complete " + complete, "", t -> TreeCalls.end(t, complete));
      }
      case 10 -> {
        boolean completed = random.nextInt(3) > 0;
        return operation(
            "multipart upload, complete " + completed,
            name,
            t -> TreeCalls.upload(t, name, text, completed));
      }
      default -> {
        boolean replace = random.nextBoolean();
        File local = random.nextInt(3) > 0 ? localFile : localDirectory;
        return operation(
            "copyFromLocal of " + local.getName() + ", overwrite " + replace,
            name,
            t -> TreeCalls.copyFromLocal(t, local, name, replace));
      }
    }
  }

  private TreeOperation builder(String name, String text) {
    boolean recursive = random.nextBoolean();
    boolean overwrite = random.nextBoolean();
    boolean performance = random.nextInt(3) == 0;
    return operation(
        "createFile, recursive "
            + recursive
            + ", overwrite "
            + overwrite
            + ", performance "
            + performance,
        name,
        t -> {
          FSDataOutputStreamBuilder<?, ?> builder = t.fs.createFile(t.at(name));
          if (recursive) {
            builder.recursive();
          }
          builder.overwrite(overwrite);
          builder.opt(Constants.FS_S3A_CREATE_PERFORMANCE, performance);
          return TreeCalls.write(builder.build(), text);
        });
  }

  private TreeOperation rename() {
    String from = random.nextInt(30) == 0 ? "" : known();
    String to;
    switch (random.nextInt(8)) {
      case 0 -> {
        to = from.isEmpty() ? fresh() : child(from);
      }
      case 1 -> {
        to = parent(from);
      }
      case 2 -> {
        to = random.nextInt(3) == 0 ? from : "";
      }
      default -> {
        to = fresh();
      }
    }
    return operation("rename " + quoted(from) + " to", to, t -> t.fs.rename(t.at(from), t.at(to)));
  }

  private TreeOperation delete() {
    boolean recursive = random.nextInt(4) > 0;
    if (random.nextInt(8) == 0 && TreeCalls.deletesInBulk()) {
      List<String> names = new ArrayList<>();
      String base = random.nextBoolean() ? "" : known();
      for (int i = random.nextInt(4); i >= 0; i--) {
        names.add(random.nextInt(5) > 0 && !base.isEmpty() ? child(base) : known());
      }
      return operation(
          "bulk delete of " + names + " below", base, t -> TreeCalls.bulkDelete(t, base, names));
    }
    String name = random.nextInt(12) == 0 ? "" : known();
    return operation(
        "delete, recursive " + recursive, name, t -> t.fs.delete(t.at(name), recursive));
  }

  private TreeOperation look() {
    String name = any();
    switch (random.nextInt(9)) {
      case 0 -> {
        return operation("exists", name, t -> t.fs.exists(t.at(name)));
      }
      case 1 -> {
        return operation("isFile", name, t -> t.fs.isFile(t.at(name)));
      }
      case 2 -> {
        return operation("isDirectory", name, t -> t.fs.isDirectory(t.at(name)));
      }
      case 3, 4 -> {
        return operation("open", name, t -> TreeCalls.read(t.fs.open(t.at(name))));
      }
      case 5 -> {
        return operation(
            "openFile",
            name,
            t ->
                TreeCalls.read(
                    FutureIO.awaitFuture(
                        t.fs
                            .openFile(t.at(name))
                            .opt(
                                Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                                Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_SEQUENTIAL)
                            .build())));
      }
      case 6 -> {
        return operation(
            "openFile with its status",
            name,
            t -> {
              var status = t.fs.getFileStatus(t.at(name));
              return TreeCalls.read(
                  FutureIO.awaitFuture(t.fs.openFile(t.at(name)).withFileStatus(status).build()));
            });
      }
      default -> {
        return operation("getFileStatus", name, t -> t.describe(t.fs.getFileStatus(t.at(name))));
      }
    }
  }

  private TreeOperation list() {
    String name = any();
    boolean recursive = random.nextBoolean();
    switch (random.nextInt(6)) {
      case 0 -> {
        return operation(
            "listStatusIterator",
            name,
            t -> TreeCalls.list(t, t.fs.listStatusIterator(t.at(name))));
      }
      case 1 -> {
        return operation(
            "listLocatedStatus", name, t -> TreeCalls.list(t, t.fs.listLocatedStatus(t.at(name))));
      }
      case 2 -> {
        return operation(
            "listFiles, recursive " + recursive,
            name,
            t -> TreeCalls.list(t, t.fs.listFiles(t.at(name), recursive)));
      }
      case 3 -> {
        String glob = GLOBS.get(random.nextInt(GLOBS.size()));
        return operation("globStatus", glob, t -> TreeCalls.list(t, t.fs.globStatus(t.at(glob))));
      }
      case 4 -> {
        return operation("getContentSummary", name, t -> TreeCalls.contentSummary(t, name));
      }
      default -> {
        return operation("listStatus", name, t -> TreeCalls.list(t, t.fs.listStatus(t.at(name))));
      }
    }
  }

  private TreeOperation rest() {
    String name = any();
    switch (random.nextInt(7)) {
      case 0 -> {
        return operation("getFileChecksum", name, t -> TreeCalls.checksum(t, name));
      }
      case 1 -> {
        return operation("getXAttrs", name, t -> TreeCalls.attributes(t, name));
      }
      case 2 -> {
        FsAction action = ACTIONS.get(random.nextInt(ACTIONS.size()));
        return operation(
            "access " + action,
            name,
            t -> {
              t.fs.access(t.at(name), action);
              return "allowed";
            });
      }
      case 3 -> {
        return operation(
            "setPermission, setOwner, setTimes",
            name,
            t -> {
              t.fs.setPermission(t.at(name), FsPermission.getDefault());
              t.fs.setOwner(t.at(name), "a", "b");
              t.fs.setTimes(t.at(name), 1, 1);
              return "ignored";
            });
      }
      case 4 -> {
        return operation("append", name, t -> TreeCalls.write(t.fs.append(t.at(name)), "more"));
      }
      case 5 -> {
        return operation("truncate", name, t -> t.fs.truncate(t.at(name), 1));
      }
      default -> {
        return operation(
            "concat",
            name,
            t -> {
              t.fs.concat(t.at(name), new Path[] {t.at("a")});
              return "done";
            });
      }
    }
  }

  /** A name that may exist, sometimes the directory itself. */
  private String any() {
    return random.nextInt(10) == 0 ? "" : known();
  }

  /** A name that was probably written, or one near it. */
  private String known() {
    int draw = random.nextInt(10);
    if (recent.isEmpty() || draw == 0) {
      return drawn();
    }
    String name = recent.get(random.nextInt(recent.size()));
    if (draw == 1) {
      return child(name);
    }
    return draw <= 4 && !parent(name).isEmpty() ? parent(name) : name;
  }

  /** A name for a new file, which may still exist. */
  private String fresh() {
    String name = random.nextInt(3) == 0 ? known() : drawn();
    remember(name);
    return name;
  }

  private String drawn() {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    for (int depth = random.nextInt(3); depth > 0; depth--) {
      name = child(name);
    }
    return name;
  }

  private void remember(String name) {
    if (!name.isEmpty() && name.chars().filter(c -> c == '/').count() < 4) {
      recent.add(name);
      if (recent.size() > REMEMBERED) {
        recent.remove(0);
      }
    }
  }

  private String child(String name) {
    return name + "/" + NAMES.get(random.nextInt(NAMES.size()));
  }

  private static String parent(String name) {
    return name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
  }

  private static TreeOperation operation(String what, String name, TreeOperation.Call call) {
    return new TreeOperation(what + " " + quoted(name), call);
  }

  private static String quoted(String name) {
    return "<" + name + ">";
  }
}
