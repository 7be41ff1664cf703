"""The register of dossiers (form 07, sổ theo dõi hồ sơ): page, files, printed book."""
