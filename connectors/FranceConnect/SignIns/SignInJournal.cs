using System.Text.Json;

namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>
/// Sign-ins, attempts and one-time results, kept in a file so that a citizen who is at FranceConnect while the connector is killed
/// still comes back to it. Every change is on the disk before it counts; half a line at the end, from a kill, never counted.
/// What is over is forgotten a day later and leaves the file at the next compaction.
/// </summary>
internal sealed class SignInJournal : IDisposable
{
    private const int CompactAfter = 5_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SignIn> _signIns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Attempt> _attempts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SealedResult> _results = new(StringComparer.Ordinal);
    private FileStream _file;
    private int _linesSinceCompaction;

    public SignInJournal(string folder, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, "france-connect.journal.jsonl");
        _time = time;
        Replay();
        _file = Compact();
    }

    public int OpenAttempts
    {
        get
        {
            lock (_lock)
            {
                return _attempts.Count;
            }
        }
    }

    public SignIn? Find(string signInId)
    {
        lock (_lock)
        {
            return _signIns.GetValueOrDefault(signInId);
        }
    }

    /// <summary>Opens a sign-in, or gives the one that already has its name.</summary>
    public SignIn OpenOrFind(SignIn signIn)
    {
        lock (_lock)
        {
            if (_signIns.TryGetValue(signIn.Id, out var known))
            {
                return known;
            }

            Append(new SignInWritten(signIn));
            return signIn;
        }
    }

    public void MarkDelivered(string signInId) => Change(signInId, signIn => signIn with { Delivered = true });

    /// <summary>Ends an open sign-in; one that has ended stays as it ended.</summary>
    public void Close(string signInId, SignInState end) =>
        Change(signInId, signIn => signIn.State == SignInState.Open ? signIn with { State = end } : signIn);

    public void Begin(Attempt attempt)
    {
        lock (_lock)
        {
            Append(new AttemptBegun(attempt));
        }
    }

    /// <summary>The attempt that a browser comes back from, once: the next to bring the same state gets null.</summary>
    public Attempt? Take(string state, string browser)
    {
        lock (_lock)
        {
            if (!_attempts.TryGetValue(state, out var attempt) || attempt.Browser != browser)
            {
                return null;
            }

            Append(new AttemptSpent(state));
            return attempt.ExpiresAt > _time.GetUtcNow() ? attempt : null;
        }
    }

    public void Keep(SealedResult result)
    {
        lock (_lock)
        {
            Append(new ResultWritten(result));
        }
    }

    /// <summary>The result with this hash, marked as used by this command unless another was first.</summary>
    public SealedResult? Use(string hash, Func<SealedResult, bool> mayUse, string command)
    {
        lock (_lock)
        {
            if (!_results.TryGetValue(hash, out var result))
            {
                return null;
            }

            if (result.UsedBy is null && mayUse(result))
            {
                result = result with { UsedBy = command };
                Append(new ResultWritten(result));
            }

            return result;
        }
    }

    /// <summary>Open sign-ins of journeys whose time is over.</summary>
    public IReadOnlyList<SignIn> Overdue()
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            return [.. _signIns.Values.Where(signIn => signIn.State == SignInState.Open && signIn.IsForJourney && signIn.ExpiresAt <= now)];
        }
    }

    /// <summary>Forgets what is over.</summary>
    public void Tidy()
    {
        lock (_lock)
        {
            Forget();
            if (_linesSinceCompaction > CompactAfter)
            {
                _file.Dispose();
                _file = Compact();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
        }
    }

    private void Change(string signInId, Func<SignIn, SignIn> change)
    {
        lock (_lock)
        {
            if (_signIns.TryGetValue(signInId, out var known) && change(known) is var changed && changed != known)
            {
                Append(new SignInWritten(changed));
            }
        }
    }

    // The disk first, memory second: a failed write must not leave a change that a restart would undo.
    private void Append(JournalEntry entry)
    {
        _file.Write(Line(entry));
        _file.Flush(flushToDisk: true);
        _linesSinceCompaction++;
        Apply(entry);
    }

    private void Apply(JournalEntry entry)
    {
        switch (entry)
        {
            case SignInWritten(var signIn):
                _signIns[signIn.Id] = signIn;
                break;
            case AttemptBegun(var attempt):
                _attempts[attempt.State] = attempt;
                break;
            case AttemptSpent(var state):
                _attempts.Remove(state);
                break;
            case ResultWritten(var result):
                _results[result.Hash] = result;
                break;
        }
    }

    private void Replay()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        foreach (var line in File.ReadLines(_path).Where(line => line.Length > 0))
        {
            try
            {
                if (JsonSerializer.Deserialize<JournalEntry>(line) is { } entry)
                {
                    Apply(entry);
                }
            }
            catch (JsonException)
            {
                // A line that a kill cut short: the change it was about was never acted upon.
            }
        }

        Forget();
    }

    private void Forget()
    {
        var now = _time.GetUtcNow();
        Drop(_attempts, attempt => attempt.ExpiresAt <= now);
        Drop(_results, result => result.ExpiresAt + Remembered <= now);

        // A journey must hear that its sign-in expired before the sign-in is forgotten, and may ask again about one that ended.
        Drop(_signIns, signIn => signIn.IsForJourney
            ? signIn.ExpiresAt + Remembered <= now && signIn.State != SignInState.Open
            : signIn.ExpiresAt <= now);

        static void Drop<T>(Dictionary<string, T> from, Func<T, bool> isOver)
        {
            foreach (var (key, value) in from)
            {
                if (isOver(value))
                {
                    from.Remove(key);
                }
            }
        }
    }

    private FileStream Compact()
    {
        PrivateFile.Replace(_path, whole =>
        {
            foreach (var entry in Live())
            {
                whole.Write(Line(entry));
            }
        });
        _linesSinceCompaction = 0;
        return new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    // It begins with a line break too: after a write that failed half-way the next line is still whole.
    private static byte[] Line(JournalEntry entry) => [(byte)'\n', .. JsonSerializer.SerializeToUtf8Bytes(entry), (byte)'\n'];

    private IEnumerable<JournalEntry> Live() =>
        _signIns.Values.Select(signIn => (JournalEntry)new SignInWritten(signIn))
            .Concat(_attempts.Values.Select(attempt => new AttemptBegun(attempt)))
            .Concat(_results.Values.Select(result => new ResultWritten(result)));
}
