using Hub.Connectors.FranceConnect.SignIns;

namespace Hub.Connectors.Tests.FranceConnect.SignIns;

public sealed class SignInJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fc-journal-").FullName;
    private readonly ManualTime _time = new();

    private string FilePath => Path.Combine(_folder, "france-connect.journal.jsonl");

    [Fact]
    public void Take_SameStateTwice_GivesTheAttemptOnce()
    {
        using var journal = Open();
        journal.Begin(Attempt("s1"));

        Assert.NotNull(journal.Take("s1", "browser"));
        Assert.Null(journal.Take("s1", "browser"));
    }

    [Fact]
    public void Take_OtherBrowserOrTooLate_GivesNothing()
    {
        using var journal = Open();
        journal.Begin(Attempt("s1"));

        Assert.Null(journal.Take("s1", "another browser"));
        _time.Advance(TimeSpan.FromMinutes(16));
        Assert.Null(journal.Take("s1", "browser"));
    }

    [Fact]
    public void Replay_AfterAKill_EverythingIsThere()
    {
        using (var journal = Open())
        {
            journal.OpenOrFind(SignIn("fc-1"));
            journal.OpenOrFind(SignIn("fc-2"));
            journal.MarkDelivered("fc-1");
            journal.Close("fc-2", SignInState.Proved);
            journal.Close("fc-2", SignInState.Refused);
            journal.Begin(Attempt("spent"));
            journal.Begin(Attempt("open"));
            journal.Take("spent", "browser");
            journal.Keep(new SealedResult("hash", "219900011", [1, 2], _time.GetUtcNow().AddMinutes(30)));
            journal.Use("hash", _ => true, "command-1");
        }

        using var again = Open();

        Assert.True(again.Find("fc-1")?.Delivered);
        Assert.Equal(SignInState.Proved, again.Find("fc-2")?.State);
        Assert.Null(again.Take("spent", "browser"));
        Assert.NotNull(again.Take("open", "browser"));
        Assert.Equal("command-1", again.Use("hash", _ => true, "command-2")?.UsedBy);
    }

    [Fact]
    public void Replay_CutAnywhere_LosesAtMostTheLastChange()
    {
        using (var journal = Open())
        {
            for (var number = 0; number < 8; number++)
            {
                journal.OpenOrFind(SignIn($"fc-{number}"));
            }
        }

        var whole = File.ReadAllBytes(FilePath);
        for (var cut = 0; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(FilePath, whole[..cut]);
            var complete = whole[..cut].Count(one => one == (byte)'\n') / 2;

            using var journal = Open();
            journal.OpenOrFind(SignIn("fc-new"));
            journal.Dispose();
            using var again = Open();

            var found = Enumerable.Range(0, 8).TakeWhile(number => again.Find($"fc-{number}") is not null).Count();
            Assert.InRange(found, complete, complete + 1);
            Assert.NotNull(again.Find("fc-new"));
        }
    }

    [Fact]
    public void Tidy_WhatIsOver_IsForgottenButNotBeforeItsJourneyWasTold()
    {
        using var journal = Open();
        journal.OpenOrFind(SignIn("fc-told"));
        journal.OpenOrFind(SignIn("fc-waiting"));
        journal.Close("fc-told", SignInState.Proved);
        _time.Advance(TimeSpan.FromDays(3));

        journal.Tidy();

        Assert.Null(journal.Find("fc-told"));
        Assert.Equal("fc-waiting", Assert.Single(journal.Overdue()).Id);
    }

    [Fact]
    public void Tidy_LongFile_IsWrittenAnewWithoutWhatIsOver()
    {
        using var journal = Open();
        journal.OpenOrFind(SignIn("fc-1"));
        for (var number = 0; number < 2600; number++)
        {
            journal.Begin(Attempt($"s{number}"));
            journal.Take($"s{number}", "browser");
        }

        var before = new FileInfo(FilePath).Length;
        journal.Tidy();
        journal.MarkDelivered("fc-1");

        Assert.True(new FileInfo(FilePath).Length < before / 100);
        journal.Dispose();
        using var again = Open();
        Assert.True(again.Find("fc-1")?.Delivered);
    }

    [Fact]
    public void File_OnUnix_IsReadableByItsOwnerOnly()
    {
        using var journal = Open();
        journal.Begin(Attempt("s1"));

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private SignInJournal Open() => new(_folder, _time);

    private SignIn SignIn(string id) => new()
    {
        Id = id, Tenant = "219900011", JourneyId = "J", Assurance = "eidas1", ExpiresAt = _time.GetUtcNow().AddHours(1),
    };

    private Attempt Attempt(string state) => new(state, "fc-1", "nonce", "verifier", "browser", "eidas1", _time.GetUtcNow().AddMinutes(15));
}
