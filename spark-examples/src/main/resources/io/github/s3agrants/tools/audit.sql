WITH vended AS (
  SELECT * FROM vends WHERE error_code IS NULL
),
-- A session is what one GetDataAccess vended. Its name is in the requester of each request that it signed.
sessions AS (
  SELECT
    session,
    bucket,
    MIN(request_seconds) AS first_seconds,
    MAX(CASE WHEN outcome = 'allowed' THEN request_seconds END) AS last_seconds,
    MAX(CASE WHEN outcome = 'allowed' AND permission = 'READ' THEN 1 ELSE 0 END) AS has_read,
    MAX(CASE WHEN outcome = 'allowed' AND permission = 'WRITE' THEN 1 ELSE 0 END) AS has_written
  FROM requests
  WHERE session IS NOT NULL
  GROUP BY session, bucket
),
-- Which calls may have vended it: the one that names it, or else all that were early enough, permit what it did, and
-- either asked on behalf of one of its requests or cover one of them.
candidates AS (
  SELECT
    s.session,
    v.event_id,
    v.principal,
    v.event_seconds,
    LENGTH(v.scope) AS scope_length,
    MAX(CASE WHEN v.session = s.session THEN 1 ELSE 0 END) AS named,
    MAX(CASE WHEN r.span_id = v.span_id AND r.request_seconds <= v.event_seconds + 60 THEN 1 ELSE 0 END) AS asked,
    SUM(CASE
          WHEN v.is_prefix = 1 AND SUBSTR(r.path, 1, LENGTH(v.covered)) = v.covered THEN 1
          WHEN r.path = v.covered THEN 1
          ELSE 0
        END) AS covers,
    MAX(CASE WHEN r.remote_ip = v.source_ip THEN 1 ELSE 0 END) AS same_address
  FROM sessions s
  JOIN vended v ON v.bucket = s.bucket
  JOIN requests r ON r.session = s.session AND r.bucket = s.bucket
  WHERE v.session = s.session
    OR (v.session IS NULL
      AND v.event_seconds <= s.first_seconds + 1
      AND COALESCE(s.last_seconds, s.first_seconds) <= v.event_seconds + v.duration_seconds + 1
      AND (v.permission = 'READWRITE'
        OR (v.permission = 'READ' AND s.has_written = 0)
        OR (v.permission = 'WRITE' AND s.has_read = 0)))
  GROUP BY s.session, v.event_id, v.principal, v.event_seconds, LENGTH(v.scope)
),
-- The best one first: of several with the closest scope, the latest.
ranked AS (
  SELECT
    session,
    event_id,
    CASE
      WHEN named = 1 THEN 'session'
      WHEN MIN(principal) OVER (PARTITION BY session, named, asked, covers, same_address)
        <> MAX(principal) OVER (PARTITION BY session, named, asked, covers, same_address) THEN 'ambiguous'
      WHEN asked = 1 THEN 'span'
      ELSE 'scope'
    END AS explained_by,
    ROW_NUMBER() OVER (
      PARTITION BY session
      ORDER BY named DESC, asked DESC, covers DESC, same_address DESC, scope_length DESC, event_seconds DESC, event_id
    ) AS place
  FROM candidates
  WHERE named = 1 OR asked = 1 OR covers > 0
)
SELECT
  r.request_time AS time,
  COALESCE(v.principal, r.requester) AS principal,
  v.scope AS grant_scope,
  v.permission AS grant_permission,
  -- The lines of the keys of a bulk delete have no referrer. They have its request ID.
  MAX(r.s3a_operation) OVER (PARTITION BY r.request_id) AS s3a_operation,
  r.operation AS s3_operation,
  r.path,
  r.bytes,
  r.outcome,
  CASE
    WHEN v.event_id IS NOT NULL THEN c.explained_by
    WHEN r.session IS NULL THEN 'unexplained: not vended'
    ELSE 'unexplained: no GetDataAccess'
  END AS explained_by,
  r.request_id,
  MAX(r.span_id) OVER (PARTITION BY r.request_id) AS span_id,
  v.event_id AS get_data_access
FROM requests r
LEFT JOIN ranked c ON c.session = r.session AND c.place = 1
LEFT JOIN vended v ON v.event_id = c.event_id
UNION ALL
-- What Access Grants refused never reached S3.
SELECT
  event_time,
  principal,
  NULL,
  permission,
  s3a_operation,
  'GetDataAccess',
  target,
  NULL,
  'refused',
  CONCAT('GetDataAccess: ', error_code),
  NULL,
  span_id,
  event_id
FROM vends
WHERE error_code IS NOT NULL
ORDER BY 1
