using System.CommandLine;
using System.Globalization;
using Hub.Expressions.Domain;

namespace Hub.Server.Cli.Doctor;

/// <summary>
/// <c>hub doctor</c>: looks at what usually goes wrong on a machine, says why it matters and how to mend it. Changes nothing, and works
/// beside a running hub as well as on a broken folder.
/// </summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var full = new Option<bool>("--full") { Description = "Check the whole store and the whole audit log; minutes on a large store" };
        var health = new Option<bool>("--health") { Description = "Only ask the running hub whether it is ready (for container health checks): 0 it is; 1 it is not" };
        var json = CommandSettings.JsonOption();
        var command = new Command(
            "doctor",
            "Check settings, machine, data folder, disk, store, audit log, certificates, schemas, reference data, connectors, procedures, doors and the running hub. Exit codes: 0 nothing to mend; 1 something should be mended; 2 the hub cannot start or must not run like this.")
        {
            full,
            health,
            json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var check = HubOptionsReader.Check(parsed.Configuration());
            if (parsed.GetValue(health))
            {
                var answer = await RunningHubCheck.AskReadinessAsync(check.Options, cancellationToken);
                await WriteAsync(parsed, [answer], parsed.GetValue(json));
                return answer.Verdict == Verdict.Ok ? ExitCodes.Done : ExitCodes.Negative;
            }

            var findings = await ExamineAsync(parsed.Configuration(), check, parsed.GetValue(full), cancellationToken);
            await WriteAsync(parsed, findings, parsed.GetValue(json));
            return findings.Max(finding => finding.Verdict) switch
            {
                Verdict.Broken => ExitCodes.Unusable,
                Verdict.Warning => ExitCodes.Negative,
                _ => ExitCodes.Done,
            };
        });
        return command;
    }

    private static async Task<List<Finding>> ExamineAsync(IConfiguration configuration, HubOptionsCheck check, bool isFull, CancellationToken cancellationToken)
    {
        var options = check.Options;
        (string Name, Func<IAsyncEnumerable<Finding>> Examine)[] checks =
        [
            ("settings", () => SettingsCheck.Examine(check).ToAsyncEnumerable()),
            ("machine", () => MachineCheck.Examine().ToAsyncEnumerable()),
            ("data-folder", () => DataFolderCheck.Examine(options.Data).ToAsyncEnumerable()),
            ("disk", () => DiskCheck.Examine(options.Data).ToAsyncEnumerable()),
            ("store", () => StoreCheck.Examine(options.Data, isFull).ToAsyncEnumerable()),
            ("certificates", () => CertificateCheck.Examine(configuration).ToAsyncEnumerable()),
            ("schemas", () => ContentCheck.ExamineSchemasAsync(options.Schemas, cancellationToken)),
            ("reference-data", () => ReferenceDataCheck.Examine(TimeProvider.System, CommuneTable.Beside).ToAsyncEnumerable()),
            ("connectors", () => ContentCheck.ExamineConnectorsAsync(options, cancellationToken)),
            ("procedures", () => ContentCheck.ExamineProceduresAsync(options, cancellationToken)),
            ("doors", () => DoorCheck.ExamineAsync(options, cancellationToken)),
            ("hub", () => RunningHubCheck.ExamineAsync(options, cancellationToken)),
        ];
        var findings = new List<Finding>();
        foreach (var (name, examine) in checks)
        {
            try
            {
                await foreach (var finding in examine().WithCancellation(cancellationToken))
                {
                    findings.Add(finding);
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // A doctor does not die of what he examines: the other checks still tell something.
                findings.Add(new(
                    name,
                    Verdict.Broken,
                    new($"L'examen n'a pas pu aller au bout ({error.GetType().Name}).", $"The check could not be finished ({error.GetType().Name})."),
                    new("Ce qui n'a pas été examiné peut être en défaut.", "What was not examined may be at fault."),
                    new("Relancez la commande avec les droits de l'utilisateur du hub ; si cela se répète, signalez-le.", "Run the command again as the hub's own user; if it happens again, report it.")));
            }
        }

        return findings;
    }

    private static async Task WriteAsync(ParseResult parsed, IReadOnlyList<Finding> findings, bool asJson)
    {
        if (asJson)
        {
            await parsed.WriteJsonAsync(new
            {
                Verdict = Word(findings.Max(finding => finding.Verdict)),
                Findings = findings.Select(finding => new { finding.Check, Verdict = Word(finding.Verdict), finding.What, finding.Why, finding.Mend }),
            });
            return;
        }

        // A machine without a language speaks English, as the other commands do.
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr" ? CultureInfo.CurrentUICulture : CultureInfo.GetCultureInfo("en");
        foreach (var finding in findings)
        {
            await parsed.WriteAsync($"{Word(finding.Verdict),-8} {finding.Check,-13} {finding.What.For(language)}");
            foreach (var more in new[] { finding.Why, finding.Mend }.OfType<LocalizedText>())
            {
                await parsed.WriteAsync($"{"",-22} {more.For(language)}");
            }
        }

        var counts = findings.CountBy(finding => finding.Verdict).OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {Word(pair.Key)}");
        await parsed.WriteAsync(string.Join(", ", counts));
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Note => "note",
        Verdict.Warning => "warning",
        _ => "broken",
    };
}
