namespace Hub.Server.Demo;

/// <summary>Prints what happened, for somebody who watches: one block per sample, then a table.</summary>
internal sealed class Timeline(TextWriter output)
{
    public void Write(SampleResult result)
    {
        output.WriteLine();
        output.WriteLine($"── {result.Sample.Name} · {result.Sample.Description.Fr}");
        if (result.Journey is not { } journey)
        {
            output.WriteLine($"   refusée à l'entrée : HTTP {result.Answer.Status} {string.Join(", ", result.Answer.Pointers.Distinct())}");
        }
        else
        {
            foreach (var happened in journey.Events)
            {
                output.WriteLine($"   {happened.At.ToLocalTime():HH:mm:ss.fff}  {happened.System,-18} {happened.Channel,-8} {happened.Summary.Fr}");
            }

            output.WriteLine($"   clés : identité {Short(journey.Keys.Identity)} · dossier {Short(journey.Keys.Case)} · paiement {Short(journey.Keys.Payment)} · parcours {journey.Id}");
        }

        foreach (var mistake in result.Mistakes)
        {
            output.WriteLine($"   ✗ {mistake}");
        }
    }

    public void WriteSummary(IReadOnlyList<SampleResult> results)
    {
        output.WriteLine();
        output.WriteLine($"{"exemple",-34} {"réponse",-8} {"fin",-11} {"étapes",6} {"durée",9}  comme attendu");
        foreach (var result in results)
        {
            var journey = result.Journey;
            var lasted = journey is { Events.Count: > 0 } ? $"{(journey.Events[^1].At - journey.Events[0].At).TotalSeconds:0.00} s" : "";
            output.WriteLine($"{result.Sample.Name,-34} {result.Answer.Status,-8} {journey?.State ?? "–",-11} {journey?.Events.Count ?? 0,6} {lasted,9}  {(result.AsExpected ? "oui" : "NON : " + string.Join(" ; ", result.Mistakes))}");
        }

        output.WriteLine();
        output.WriteLine($"{results.Count(result => result.AsExpected)} sur {results.Count} comme attendu.");
    }

    private static string Short(string? key) => key ?? "–";
}
