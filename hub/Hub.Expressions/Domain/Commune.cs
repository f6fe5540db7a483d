namespace Hub.Expressions.Domain;

/// <summary>A commune under one of its names: what its code meant from one day to another.</summary>
/// <param name="Code">INSEE's code; it may be that of a commune that is no more.</param>
/// <param name="Name">The name at the time.</param>
/// <param name="Kind">What the code stands for today, whatever the time asked for.</param>
/// <param name="Department">INSEE's code of the department, three digits overseas.</param>
/// <param name="Region">INSEE's code of the region that it lies in today; empty where nothing followed it.</param>
/// <param name="Within">For a part of a commune or a municipal district, the commune that it lies in today; otherwise null.</param>
/// <param name="From">First day under this name; null for what is older than 1943, when the movements begin, or not told.</param>
/// <param name="Until">First day that it was a commune of this name no more; null where it still is.</param>
/// <param name="IsKnownByYear">Whether <paramref name="From"/> and <paramref name="Until"/> are the 1 January on which the change first showed in a yearly edition, and not its very day.</param>
/// <param name="Successor">The code of the commune that took over at <paramref name="Until"/>; null where it is the same code, or nothing did.</param>
/// <param name="Postcodes">The postcodes of today, those of the commune that it lies in or that took over where it has none of its own. Without CEDEX.</param>
public sealed record Commune(
    string Code,
    string Name,
    CommuneKind Kind,
    string Department,
    string Region,
    string? Within,
    DateOnly? From,
    DateOnly? Until,
    bool IsKnownByYear,
    string? Successor,
    IReadOnlyList<string> Postcodes);
