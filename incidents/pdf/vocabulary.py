"""Words that every case file's PDF has in its syntax, and that therefore say nothing: names of PDF, XMP and CMap.

They are passed over in syntax only, and only as complete words; in text, the same word is a hit.
"""

from __future__ import annotations

VOCABULARY = frozenset({"Case Sans", "Case Serif", "Case Mono", "Case Arabic"}) | frozenset(
    """
    A Adobe Annots Artifact Ascent BBox BMC BDC BT EMC ET BaseFont BleedBox CA CIDFontType2 CIDSystemInfo
    CIDToGIDMap CapHeight Case-Arabic Case-Mono Case-Mono-Bold Case-Mono-Semi-Bold Case-Sans Case-Sans-Semi-Bold
    Case-Serif Case-Serif-Semi-Bold Case-Arabic-Semi-Bold Catalog ColorSpace Column Contents Count CreationDate
    DW DescendantFonts Descent Dest DisplayDocTitle Div Document Encoding ExtGState Figure Filter First Flags
    FlateDecode Font FontBBox FontDescriptor FontFamily FontFile2 FontName Form Group H1 H2 Headers ID Identity
    Identity-H Index Info ItalicAngle K Kids Lab Lang Last Layout Length Length1 MCID MarkInfo Marked MediaBox
    Metadata N Names Next NonStruct Nums O ObjStm Ordering Outlines P Page Pages Parent ParentTree Part Pattern Pg
    Prev Range Registry Resources Root Row S Scope Sect Shading Size Span StemH StemV StructElem StructParent
    StructParents StructTreeRoot Subtype Supplement TBody TD TH THead TR Table Tabs Title ToUnicode TrimBox Type
    Type0 ViewerPreferences W WhitePoint XML XObject XRef XYZ ca lab-d50 lab-d65 true false null obj endobj stream
    endstream startxref xref trailer EOF PDF
    /CIDInit/ProcSet findresource dict begin begincmap CIDSystemInfo Adobe UCS def CMapName Adobe-Identity-UCS
    CMapType begincodespacerange endcodespacerange beginbfchar endbfchar beginbfrange endbfrange endcmap
    currentdict defineresource pop end
    xpacket xmpmeta adobe:ns:meta xmlns rdf:RDF rdf:Description rdf:about rdf:Alt rdf:li rdf:Seq xml:lang x-default
    dc:title xmp:CreateDate pdfuaid:part http://purl.org/dc/elements/1.1/ http://ns.adobe.com/pdf/1.3/
    http://www.aiim.org/pdfua/ns/id/ http://www.w3.org/1999/02/22-rdf-syntax-ns# http://ns.adobe.com/xap/1.0/
    W5M0MpCehiHzreSzNTczkc9d
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
