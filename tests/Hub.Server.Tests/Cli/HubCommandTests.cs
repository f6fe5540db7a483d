using System.CommandLine;
using System.Text.Json;
using Hub.Server.Cli;
using Hub.Server.Storage.Sqlite;
using Microsoft.Extensions.Configuration;

namespace Hub.Server.Tests.Cli;

public sealed class HubCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-cli-").FullName;
    private readonly HubActions actions = new() { Serve = (_, _) => Task.FromResult(0) };

    private string Data => Path.Combine(folder, "data");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task RunAsync_EveryVerb_HasHelpWithExitCodes()
    {
        foreach (var path in Verbs(HubCommand.Create(actions), []))
        {
            var (exit, output, _) = await RunAsync([.. path, "--help"]);

            Assert.Equal(0, exit);
            Assert.Contains("Usage:", output, StringComparison.Ordinal);
            Assert.True(output.Contains("Exit codes", StringComparison.Ordinal) || output.Contains("not offered", StringComparison.Ordinal), string.Join(' ', path));
        }
    }

    [Theory]
    [InlineData("asyncapi")]
    [InlineData("connector new x")]
    [InlineData("connector lint")]
    [InlineData("connector test")]
    [InlineData("connector record")]
    [InlineData("connector replay")]
    [InlineData("connector pack")]
    public async Task RunAsync_VerbOfALaterVersion_IsRefusedByName(string line)
    {
        var (exit, output, error) = await RunAsync(line.Split(' '));

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Contains($"does not offer 'hub {string.Join(' ', line.Split(' ').Take(line.StartsWith("asyncapi", StringComparison.Ordinal) ? 1 : 2))}'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("key create")]
    [InlineData("key create --name x --role emperor")]
    [InlineData("key create --name x --role director --expires whenever")]
    [InlineData("key create --name x --role director --tenant 123")]
    [InlineData("connector enroll BadName!")]
    [InlineData("backup")]
    public async Task RunAsync_WrongArguments_Is2WithASentence(string line)
    {
        var (exit, _, error) = await RunAsync(line.Split(' '));

        Assert.Equal(2, exit);
        Assert.NotEmpty(error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_WrongSettings_ListsEveryMistake()
    {
        var (exit, _, error) = await RunAsync(["serve"], ("LINT", "perhaps"), ("KAFKA", "broker"));

        Assert.Equal(2, exit);
        Assert.Contains("HUB__LINT", error, StringComparison.Ordinal);
        Assert.Contains("HUB__KAFKA", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_UnsafeTesting_ReachesTheServer()
    {
        HubOptions? served = null;
        var listening = actions with
        {
            Serve = (options, _) =>
            {
                served = options;
                return Task.FromResult(7);
            },
        };
        using var output = new StringWriter();

        var exit = await HubCommand.RunAsync(["serve", "--unsafe-testing"], listening, output, output, Settings());

        Assert.Equal(7, exit);
        Assert.True(served?.UnsafeTesting);
        Assert.Equal(Data, served?.Data);
    }

    [Fact]
    public async Task Key_CreateListRevoke_TellTheSameStory()
    {
        var (created, key, _) = await RunAsync(["key", "create", "--name", "portail", "--role", "integrator", "--scope", "requests:submit", "--expires", "90d"]);
        var (_, listed, _) = await RunAsync(["key", "list", "--json"]);
        using var document = JsonDocument.Parse(listed);
        var entry = document.RootElement[0];
        var id = entry.GetProperty("id").GetString() ?? "";
        var (revoked, _, _) = await RunAsync(["key", "revoke", id]);
        var (again, _, unknown) = await RunAsync(["key", "revoke", key.Trim()]);
        var (_, afterwards, _) = await RunAsync(["key", "list"]);

        Assert.Equal((0, 0, 1), (created, revoked, again));
        Assert.StartsWith($"hubk_{id}_", key, StringComparison.Ordinal);
        Assert.Single(key.Trim().Split('\n'));
        Assert.Equal("live", entry.GetProperty("state").GetString());
        Assert.DoesNotContain(key.Trim(), listed, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Trim(), unknown, StringComparison.Ordinal);
        Assert.Contains("revoked", afterwards, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connector_Enroll_GivesAKeyBoundToIt()
    {
        var (exit, output, _) = await RunAsync(["connector", "enroll", "payfip", "--json"]);
        using var document = JsonDocument.Parse(output);

        Assert.Equal(0, exit);
        Assert.Equal("payfip", document.RootElement.GetProperty("connector").GetString());
        Assert.Equal("connector", document.RootElement.GetProperty("roles")[0].GetString());
    }

    [Fact]
    public async Task Audit_Verify_IsZeroUntilAByteChanges()
    {
        await RunAsync(["connector", "enroll", "payfip"]);
        await RunAsync(["connector", "enroll", "citizen-relations"]);
        var (good, told, _) = await RunAsync(["audit", "verify"]);
        using (var database = new SqliteDatabase(Data))
        using (var session = database.OpenWriter())
        {
            session.Execute("UPDATE audit SET subject = subject || 'x' WHERE seq = 2");
        }

        var (bad, _, error) = await RunAsync(["audit", "verify"]);

        Assert.Equal((0, 1), (good, bad));
        Assert.Contains("2 entries", told, StringComparison.Ordinal);
        Assert.Contains("entry 2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_VerifyWithoutStore_SaysWhereItLooked()
    {
        var (exit, _, error) = await RunAsync(["audit", "verify"]);

        Assert.Equal(2, exit);
        Assert.Contains(Data, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Backup_RestoredElsewhere_HasTheSameKeysAndAnIntactLog()
    {
        var backup = Path.Combine(folder, "backup");
        var other = ("DATA", Path.Combine(folder, "other"));
        await RunAsync(["key", "create", "--name", "a", "--role", "director"]);
        Directory.CreateDirectory(Path.Combine(Data, "documents", "ab"));
        await File.WriteAllTextAsync(Path.Combine(Data, "documents", "ab", "doc"), "content");

        Assert.Equal(0, (await RunAsync(["backup", backup, "--with-secret"])).Exit);
        Assert.Equal(2, (await RunAsync(["backup", backup])).Exit);
        Assert.Equal(0, (await RunAsync(["restore", backup], other)).Exit);

        Assert.Contains("director", (await RunAsync(["key", "list"], other)).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(["audit", "verify"], other)).Exit);
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(folder, "other", "documents", "ab", "doc")));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Data, "server.secret")), await File.ReadAllBytesAsync(Path.Combine(folder, "other", "server.secret")));
    }

    [Fact]
    public async Task Restore_OverAStore_NeedsForceAndAStoppedHub()
    {
        var backup = Path.Combine(folder, "backup");
        await RunAsync(["key", "create", "--name", "a", "--role", "director"]);
        await RunAsync(["backup", backup]);

        var unforced = await RunAsync(["restore", backup]);
        (int Exit, string Output, string Error) running;
        using (var database = new SqliteDatabase(Data))
        using (var session = database.OpenWriter())
        {
            session.Query("SELECT id FROM api_keys", row => row.GetString(0));
            running = await RunAsync(["restore", backup, "--force"]);
        }

        var forced = await RunAsync(["restore", backup, "--force"]);

        Assert.Equal((2, 2, 0), (unforced.Exit, running.Exit, forced.Exit));
        Assert.Contains("--force", unforced.Error, StringComparison.Ordinal);
        Assert.Contains("uses", running.Error, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Data, "hub.db.replaced-*"));
    }

    [Fact]
    public async Task Restore_HubHoldsTheFolder_IsRefusedThoughItIsEmpty()
    {
        var backup = Path.Combine(folder, "backup");
        await RunAsync(["key", "create", "--name", "a", "--role", "director"]);
        await RunAsync(["backup", backup]);
        Directory.Delete(Data, recursive: true);
        using var held = DataFolderLock.Take(Data);

        var refused = await RunAsync(["restore", backup]);

        Assert.Equal(2, refused.Exit);
        Assert.Contains("Stop it first", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Data, "hub.db")));
    }

    [Fact]
    public async Task Restore_DamagedBackup_TouchesNothing()
    {
        var backup = Path.Combine(folder, "backup");
        await RunAsync(["key", "create", "--name", "a", "--role", "director"]);
        await RunAsync(["backup", backup]);
        var file = Path.Combine(backup, "hub.db");
        var content = await File.ReadAllBytesAsync(file);
        content[^100] ^= 1;
        await File.WriteAllBytesAsync(file, content);

        var (exit, _, error) = await RunAsync(["restore", backup], ("DATA", Path.Combine(folder, "other")));

        Assert.Equal(1, exit);
        Assert.Contains("SHA-256", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "other")));
    }

    [Fact]
    public async Task Config_Check_ShowsSettingsWithoutSecrets()
    {
        var key = "a-bootstrap-key-that-must-not-be-seen-1";

        var (exit, output, error) = await RunAsync(["config", "check"], ("BOOTSTRAPKEY", key));
        var (wrong, _, mistakes) = await RunAsync(["config", "check"], ("TENANT", "12"));

        Assert.Equal((0, 1), (exit, wrong));
        Assert.Contains("HUB__DATA", output, StringComparison.Ordinal);
        Assert.DoesNotContain(key, output + error, StringComparison.Ordinal);
        Assert.Contains("HUB__TENANT", mistakes, StringComparison.Ordinal);
    }

    private static IEnumerable<string[]> Verbs(Command command, string[] path)
    {
        yield return path;
        foreach (var verb in command.Subcommands.SelectMany(sub => Verbs(sub, [.. path, sub.Name])))
        {
            yield return verb;
        }
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(string[] arguments, params (string Name, string Value)[] settings)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await HubCommand.RunAsync(arguments, actions, output, error, Settings(settings)).WaitAsync(TimeSpan.FromSeconds(30));
        return (exit, output.ToString(), error.ToString());
    }

    private IConfiguration Settings(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create("Hub:DATA", (string?)Data)])
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Hub:" + setting.Name, (string?)setting.Value)))
        .Build();
}
