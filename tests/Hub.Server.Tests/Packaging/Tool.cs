using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Hub.Server.Tests.Packaging;

/// <summary>Programs of other people that tests ask for a second opinion.</summary>
internal static partial class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string file, IEnumerable<string> arguments, Action<ProcessStartInfo>? prepare = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        prepare?.Invoke(start);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{file} {string.Join(' ', start.ArgumentList)} did not end within {Limit.TotalMinutes:0} minutes.");
        }
    }

    /// <summary>Where the search path leads to; null: nowhere.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>Why <c>kubectl kustomize</c> cannot be used here; null: it can.</summary>
    public static string? KustomizeMissing()
    {
        if (Find("kubectl") is null)
        {
            return "kubectl is missing (any release from 1.27 on; it needs no cluster)";
        }

        using var process = Process.Start(new ProcessStartInfo("kubectl", ["version", "--client"]) { RedirectStandardOutput = true, RedirectStandardError = true });
        var output = process?.StandardOutput.ReadToEnd() ?? "";
        process?.WaitForExit();
        return Version().Match(output) is { Success: true } match && int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= 27
            ? null
            : "kubectl is older than 1.27 and does not know the labels of kustomizations";
    }

    [GeneratedRegex(@"v1\.([0-9]{1,3})\.", RegexOptions.NonBacktracking)]
    private static partial Regex Version();
}

/// <summary>A test that needs <c>kubectl kustomize</c>; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactIfKustomizeAttribute : FactAttribute
{
    public FactIfKustomizeAttribute() => Skip = Tool.KustomizeMissing();
}

/// <summary>A test that needs a program on the search path; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactIfProgramAttribute : FactAttribute
{
    public FactIfProgramAttribute(string program, string package)
    {
        if (Tool.Find(program) is null)
        {
            Skip = $"{program} is missing; it comes with the package {package}";
        }
    }
}
