using System.Diagnostics;
using System.Text.Json;

namespace Hub.Server.Demo;

/// <summary>Enrols the connectors as an administrator would, with <c>hub connector enroll</c>, and remembers their keys for the next start on the same data.</summary>
internal sealed class ConnectorKeys(DemoSettings settings)
{
    public async Task<string> KeyOfAsync(string connector, CancellationToken cancellationToken)
    {
        var file = Path.Combine(settings.Own, connector + ".key");
        if (!File.Exists(file))
        {
            DemoSettings.WritePrivateFile(file, await EnrollAsync(connector, cancellationToken));
        }

        return (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
    }

    private async Task<string> EnrollAsync(string connector, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Program, ["connector", "enroll", connector, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in settings.HubEnvironment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("The enrolment did not start.");
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            var why = (await errors).Trim();
            throw new DemoException(new(
                $"Le connecteur {connector} n'a pas pu être inscrit (code {process.ExitCode}) : {why}",
                $"The connector {connector} could not be enrolled (code {process.ExitCode}): {why}"));
        }

        var answer = JsonElement.Parse(await output);
        return answer.GetProperty("key").GetString() ?? throw new InvalidOperationException("The enrolment answered no key.");
    }

    /// <summary>The running binary itself.</summary>
    internal static string Program => Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is unknown.");
}
