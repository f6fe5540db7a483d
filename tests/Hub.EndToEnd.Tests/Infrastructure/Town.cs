using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hub.EndToEnd.Tests.Infrastructure;

/// <summary>
/// A town hall's whole installation: the hub, the connectors and the stand-ins of the outside systems, each a process of its own,
/// on free ports and a new data folder.
/// </summary>
public sealed partial class Town : IAsyncLifetime
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private RunningProgram? outside;

    public Town()
    {
        Data = Directory.CreateTempSubdirectory("hub-e2e-").FullName;
        Hub = new HubProcess(Data, http, WriteSettings());
        Client = new HubClient(http, Hub.Http, HubProcess.AdministratorKey);
    }

    internal string Data { get; }

    internal HubProcess Hub { get; }

    /// <summary>Calls the hub with every right.</summary>
    internal HubClient Client { get; }

    /// <summary>What the outside systems noted.</summary>
    internal Ledgers Ledgers => new(Path.Combine(Data, "ledgers"));

    /// <summary>The process that started the stand-ins and the connectors.</summary>
    internal int OutsideStarter => outside?.Id ?? throw new InvalidOperationException("The town has not been started.");

    /// <summary>Everything that the stand-ins, the connectors and their starter wrote.</summary>
    internal string OutsideOutput => outside?.Output + string.Concat(
        Directory.Exists(Path.Combine(Data, "logs")) ? Directory.GetFiles(Path.Combine(Data, "logs")).Select(ReadShared) : []);

    public async Task InitializeAsync()
    {
        // The connectors dial in whenever the hub comes; starting them first proves it.
        outside = RunningProgram.Start(Repository.Hub, ["demo", "--stand-ins"], Hub.Environment);
        await outside.UntilOutputAsync("Ctrl-C", TimeSpan.FromSeconds(240));
        await Hub.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Hub.DisposeAsync();
        if (outside is not null)
        {
            await outside.DisposeAsync();
        }

        http.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    /// <summary>Tells a stand-in how to behave.</summary>
    internal async Task TellAsync(string standIn, object rule)
    {
        var match = StandInAddress().Matches(outside?.Output ?? "").FirstOrDefault(found => found.Groups["name"].Value == standIn)
            ?? throw new InvalidOperationException($"No address of {standIn} in:\n{outside?.Output}");
        using var content = new StringContent(JsonSerializer.Serialize(rule), System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(new Uri(match.Groups["address"].Value), "/stand-in/behaviour"), content);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A key with one role, and so without every other right.</summary>
    internal async Task<string> CreateKeyAsync(string role, string? tenant = null)
    {
        string[] arguments = ["key", "create", "--name", "end to end " + role, "--role", role, "--json", .. tenant is null ? Array.Empty<string>() : ["--tenant", tenant]];
        var (exitCode, output) = await Hub.RunVerbAsync(arguments);
        Assert.True(exitCode == 0, output);
        return await UntilKnownAsync(output);
    }

    internal async Task<string> EnrollAsync(string connector)
    {
        var (exitCode, output) = await Hub.RunVerbAsync("connector", "enroll", connector, "--json");
        Assert.True(exitCode == 0, output);
        return await UntilKnownAsync(output);
    }

    // A running hub notices within a second a key that another process made.
    private async Task<string> UntilKnownAsync(string output)
    {
        var key = JsonElement.Parse(output).GetProperty("key").GetString()!;
        return await Deadline.UntilAsync(
            async () => (await Client.With(key).GetAsync("/api/schemas")).Status == 401 ? null : key,
            TimeSpan.FromSeconds(60),
            "a new key accepted");
    }

    // The shipped procedures, and beside them a small one of the tests' own and the definitions that must not get in.
    private Dictionary<string, string> WriteSettings()
    {
        var workflows = Path.Combine(Data, "workflows");
        Directory.CreateDirectory(workflows);
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Workflows"), "*.json"))
        {
            File.Copy(file, Path.Combine(workflows, Path.GetFileName(file)));
        }

        return new() { ["HUB__WORKFLOWS"] = workflows };
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"(?<address>http://127\.0\.0\.1:\d+)/? +\((?<name>[a-z-]+)\)", RegexOptions.None, 1000)]
    private static partial Regex StandInAddress();
}

[CollectionDefinition(Name)]
public sealed class TownCollection : ICollectionFixture<Town>
{
    public const string Name = "one town";
}
