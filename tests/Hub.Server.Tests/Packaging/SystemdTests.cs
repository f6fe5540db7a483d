using System.Globalization;
using System.Text.RegularExpressions;
using Hub.Server.Tests.Architecture;
using Xunit.Abstractions;

namespace Hub.Server.Tests.Packaging;

/// <summary>The units for systemd: what they promise, and what systemd itself thinks of them.</summary>
public sealed partial class SystemdTests(ITestOutputHelper output)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "systemd");

    [Theory]
    [InlineData("hub.service")]
    [InlineData("hub-connector@.service")]
    public void Unit_OfAProcessThatServes_IsShutIn(string file)
    {
        var unit = Read(file);

        Assert.Equal("yes", unit["NoNewPrivileges"].Single());
        Assert.Equal("strict", unit["ProtectSystem"].Single());
        Assert.Equal("", unit["CapabilityBoundingSet"].Single());
        Assert.Equal(["@system-service", "~@privileged @resources", "sched_setaffinity sched_setscheduler"], unit["SystemCallFilter"]);
        Assert.Equal("0700", unit["StateDirectoryMode"].Single());
        Assert.Equal("0077", unit["UMask"].Single());
        Assert.Equal("0", unit["LimitCORE"].Single());
        Assert.True(unit["DynamicUser"].Contains("yes") || unit["User"].Single() != "root");
        Assert.InRange(int.Parse(unit["TimeoutStopSec"].Single(), CultureInfo.InvariantCulture), 31, 60);

        // .NET compiles while it runs.
        Assert.Empty(unit["MemoryDenyWriteExecute"]);
    }

    [Fact]
    public void Hub_Unit_WaitsForTheHubToBeReadyAndWatchesIt()
    {
        var unit = Read("hub.service");

        Assert.Equal(("notify", "main", "60"), (unit["Type"].Single(), unit["NotifyAccess"].Single(), unit["WatchdogSec"].Single()));
        Assert.Equal("hub", unit["StateDirectory"].Single());
        Assert.Contains("HUB__DATA=/var/lib/hub", unit["Environment"].Single().Split(' '));
        Assert.EndsWith(" serve", unit["ExecStart"].Single(), StringComparison.Ordinal);
        Assert.EndsWith(" config check", unit["ExecStartPre"].Single(), StringComparison.Ordinal);
        Assert.Equal("on-failure", unit["Restart"].Single());
        Assert.DoesNotContain(unit.SelectMany(group => group), value => value.Contains("BOOTSTRAPKEY", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(unit["User"], Read("hub-backup.service")["User"]);
    }

    [FactIfProgram("systemd-analyze", "systemd")]
    public async Task Hub_Unit_IsJudgedSafeBySystemd()
    {
        foreach (var unit in new[] { "hub.service", "hub-connector@.service" })
        {
            var judged = await Tool.RunAsync("systemd-analyze", ["security", "--offline=true", Path.Combine(Folder, unit)]);
            var score = Score().Match(judged.Output);

            Assert.True(score.Success, judged.Output + judged.Error);
            output.WriteLine(score.Value);
            Assert.True(double.Parse(score.Groups[1].Value, CultureInfo.InvariantCulture) <= 2.0, judged.Output);
        }
    }

    private static ILookup<string, string> Read(string file) => File.ReadAllLines(Path.Combine(Folder, file))
        .Where(line => line.Length > 0 && line[0] is not ('#' or ';' or '['))
        .Select(line => line.Split('=', 2))
        .ToLookup(pair => pair[0], pair => pair[1]);

    [GeneratedRegex(@"exposure level for \S+: ([0-9.]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Score();
}
