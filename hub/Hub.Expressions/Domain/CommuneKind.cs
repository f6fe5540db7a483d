namespace Hub.Expressions.Domain;

/// <summary>What a code of the Code officiel géographique stands for today.</summary>
public enum CommuneKind
{
    /// <summary>A commune.</summary>
    Commune,

    /// <summary>A former commune that is now a delegated part of a new one (code général des collectivités territoriales, L. 2113-10).</summary>
    Delegated,

    /// <summary>A former commune that is now an associated part of another (law of 16 July 1971).</summary>
    Associated,

    /// <summary>A municipal district of Paris, Lyon or Marseille.</summary>
    MunicipalDistrict,

    /// <summary>Nothing any more: merged without a part of its own, given another code, or dissolved.</summary>
    Former,
}
