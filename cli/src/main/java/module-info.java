/** The {@code kybern} command. */
module io.kybern.cli {
  requires info.picocli;
  requires io.kybern.apiserver;
  requires io.kybern.client;
  requires io.kybern.merge;
  requires io.kybern.model;
  requires static org.jspecify;

  // Options and arguments are set by reflection.
  opens io.kybern.cli to
      info.picocli;

  provides System.LoggerFinder with
      io.kybern.cli.StandardErrorLogs;
}
