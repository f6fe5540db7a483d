namespace Hub.Server.Schemas.Members;

/// <summary>What became of a declared member from one version to the next.</summary>
/// <param name="Path">As <see cref="MemberPath"/> writes it; empty for the whole document.</param>
/// <param name="RenamedTo">The one new member beside it that looks the same, for <see cref="MemberChangeKind.Removed"/>; null when there is none, or several.</param>
internal sealed record MemberChange(string Path, MemberChangeKind Kind, string? RenamedTo = null)
{
    /// <summary>Whether a document that was valid may be refused.</summary>
    public bool RefusesDocuments => Kind is MemberChangeKind.Removed or MemberChangeKind.OtherType or MemberChangeKind.FewerTypes or MemberChangeKind.NewlyRequired or MemberChangeKind.FewerValues;

    /// <summary>Whether a reader may find what it does not expect.</summary>
    public bool SurprisesReaders => Kind is MemberChangeKind.Removed or MemberChangeKind.OtherType or MemberChangeKind.MoreTypes or MemberChangeKind.NoLongerRequired or MemberChangeKind.MoreValues;

    /// <summary>The change in words.</summary>
    public LocalizedText Text(string version) => Kind switch
    {
        MemberChangeKind.Removed when RenamedTo is not null => new(
            $"{Path} n'est plus déclaré dans la version {version} ; {RenamedTo} semble l'avoir remplacé.", $"{Path} is no longer declared in version {version}; {RenamedTo} seems to have taken its place."),
        MemberChangeKind.Removed => new($"{Path} n'est plus déclaré dans la version {version}.", $"{Path} is no longer declared in version {version}."),
        MemberChangeKind.OtherType => new($"{Path} change de type dans la version {version}.", $"{Path} has another type in version {version}."),
        MemberChangeKind.MoreTypes => new($"{Path} peut avoir un autre type dans la version {version}.", $"{Path} may have another type in version {version}."),
        MemberChangeKind.FewerTypes => new($"{Path} accepte moins de types dans la version {version}.", $"{Path} takes fewer types in version {version}."),
        MemberChangeKind.NoLongerRequired => new($"{Path} peut manquer dans la version {version}.", $"{Path} may be missing in version {version}."),
        MemberChangeKind.NewlyRequired => new($"{Path} devient obligatoire dans la version {version}.", $"{Path} becomes required in version {version}."),
        MemberChangeKind.MoreValues => new($"{Path} peut prendre d'autres valeurs dans la version {version}.", $"{Path} may have further values in version {version}."),
        MemberChangeKind.FewerValues => new($"{Path} accepte moins de valeurs dans la version {version}.", $"{Path} takes fewer values in version {version}."),
        _ => new($"{Path} est ajouté dans la version {version}.", $"{Path} is added in version {version}."),
    };
}

/// <summary>Kinds of <see cref="MemberChange"/>.</summary>
internal enum MemberChangeKind
{
    Added,
    Removed,

    /// <summary>No type is left that it could have.</summary>
    OtherType,
    MoreTypes,
    FewerTypes,
    NoLongerRequired,
    NewlyRequired,
    MoreValues,
    FewerValues,
}
