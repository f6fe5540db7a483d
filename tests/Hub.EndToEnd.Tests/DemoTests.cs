using Hub.EndToEnd.Tests.Infrastructure;

namespace Hub.EndToEnd.Tests;

/// <summary>The command that a newcomer runs first.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Once_TwiceOnTheSameData_EverySampleEndsAsExpected()
    {
        var data = Directory.CreateTempSubdirectory("hub-demo-").FullName;
        var ports = Repository.FreePorts(3);
        var environment = new Dictionary<string, string>
        {
            ["HUB__DATA"] = data,
            ["HUB__HTTP"] = $"http://127.0.0.1:{ports[0]}",
            ["HUB__GRPC"] = $"http://127.0.0.1:{ports[1]}",
            ["HUB__MANAGEMENT"] = $"http://127.0.0.1:{ports[2]}",
        };
        try
        {
            var first = await RunningProgram.RunAsync(Repository.Hub, ["demo", "--once"], TimeSpan.FromMinutes(3), environment);
            var second = await RunningProgram.RunAsync(Repository.Hub, ["demo", "--once"], TimeSpan.FromMinutes(3), environment);

            Assert.True(first.ExitCode == 0, first.Output);
            Assert.True(second.ExitCode == 0, second.Output);
            Assert.Contains("20 sur 20 comme attendu", first.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }
}
