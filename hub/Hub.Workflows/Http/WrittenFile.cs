namespace Hub.Workflows.Http;

/// <summary>The files that WriteFileHttpResponse answers with: one as it is, several as one zip.</summary>
/// <param name="Parts">The files, in order; never empty.</param>
/// <param name="FileName">Name for the download; null lets the file's own name do.</param>
/// <param name="ETag">Entity tag, with quotes; null for the content's own.</param>
/// <param name="IsResumable">Whether the client may ask for ranges.</param>
public sealed record WrittenFile(IReadOnlyList<WrittenFilePart> Parts, string? FileName, string? ETag, bool IsResumable);

/// <summary>One file: kept by the host, or bytes that the workflow carries.</summary>
/// <param name="Claim">The kept file; null when the bytes are given.</param>
/// <param name="Bytes">The bytes, where there is no claim.</param>
/// <param name="FileName">Its name.</param>
/// <param name="ContentType">Its media type; null lets the host find it by the name.</param>
public sealed record WrittenFilePart(FileClaim? Claim, ReadOnlyMemory<byte> Bytes, string FileName, string? ContentType);
