using Hub.Server.Schemas.Members;

namespace Hub.Server.Schemas.Drift;

/// <summary>One way in which what is sent is not what a schema declares. Holds no value of anybody's: paths, types, counts, and words that an enumeration could have.</summary>
/// <param name="Path">As <see cref="MemberPath"/> writes it.</param>
/// <param name="IsAlarm">Whether somebody should look at it now; else it is only worth knowing.</param>
/// <param name="Count">In how many of the values seen.</param>
/// <param name="Of">How many values were seen that could have shown it; 0 where that has no meaning.</param>
/// <param name="Words">Types or formats or new values that were found; empty where there are none to tell.</param>
/// <param name="Place">Where the schema declares the member, or what should hold it; null where it declares neither.</param>
internal sealed record DriftFinding(
    DriftKind Kind,
    string Path,
    bool IsAlarm,
    long Count,
    long Of,
    DateTimeOffset First,
    DateTimeOffset Last,
    IReadOnlyList<string> Words,
    SchemaPlace? Place)
{
    /// <summary>The finding in words.</summary>
    public LocalizedText Text => Kind switch
    {
        DriftKind.NewMember => new($"{Path} est envoyé sans être déclaré ({Count} fois).", $"{Path} is sent without being declared ({Count} times)."),
        DriftKind.RefusedMember => new($"{Path} est envoyé et refusé : le schéma ne le déclare pas ({Count} fois).", $"{Path} is sent and refused: the schema does not declare it ({Count} times)."),
        DriftKind.NewValue => new(
            $"{Path} reçoit une valeur hors de la liste{Quoted()} ({Count} fois).", $"{Path} is sent a value that is not in the list{Quoted()} ({Count} times)."),
        DriftKind.OtherType => new($"{Path} arrive avec un autre type ({Count} fois).", $"{Path} comes with another type ({Count} times)."),
        DriftKind.Missing => new($"{Path} manque alors qu'il est obligatoire ({Count} fois).", $"{Path} is missing although it is required ({Count} times)."),
        DriftKind.FormatFails => new($"{Path} n'a pas le format {string.Join(", ", Words)} ({Count} fois sur {Of}).", $"{Path} does not have the format {string.Join(", ", Words)} ({Count} times of {Of})."),
        DriftKind.FormatHolds => new($"{Path} a toujours le format {string.Join(", ", Words)} ({Of} valeurs) sans que le schéma le demande.", $"{Path} always has the format {string.Join(", ", Words)} ({Of} values) though the schema does not ask for it."),
        _ => new($"{Path} n'a jamais été envoyé ({Of} fois possible).", $"{Path} was never sent ({Of} times possible)."),
    };

    private string Quoted() => Words.Count == 0 ? "" : $" ({string.Join(", ", Words)})";
}

/// <summary>Kinds of <see cref="DriftFinding"/>.</summary>
internal enum DriftKind
{
    /// <summary>In an object that takes members that nobody declares.</summary>
    NewMember,

    /// <summary>In an object that does not.</summary>
    RefusedMember,
    NewValue,
    OtherType,
    Missing,
    FormatFails,
    FormatHolds,
    NeverSent,
}

/// <summary>What was seen of one schema's documents since the window began.</summary>
/// <param name="Looked">Valid documents that were looked at.</param>
/// <param name="Refused">Refused documents whose errors were looked at.</param>
/// <param name="Skipped">Documents that were not: too many at once, or too large.</param>
internal sealed record DriftReport(SchemaVersion Schema, DateTimeOffset Since, long Looked, long Refused, long Skipped, IReadOnlyList<DriftFinding> Findings);
